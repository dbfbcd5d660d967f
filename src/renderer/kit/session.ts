import { err, fail, ok, type Result } from '#shared/kit'

/** Trades the one-time token of the address for a cookie, and takes it out of the address. */
export async function openSession(): Promise<Result<void>> {
  const token = new URLSearchParams(location.hash.slice(1)).get('token')
  if (token !== null) {
    history.replaceState(undefined, '', location.pathname + location.search)
    const response = await fetch('/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    })
    if (response.ok) return ok()
  }
  // A page that is loaded again has no token, or a used one, and a cookie all the same.
  return (await isRefused())
    ? err(fail('token-wrong', 'This page has not been let in, or its link was used before.'))
    : ok()
}

/** Whether the shell does not know this browser. One that cannot be reached refuses nobody. */
export async function isRefused(): Promise<boolean> {
  try {
    const response = await fetch('/session')
    return response.status === 401
  } catch {
    return false
  }
}
