import { isIP } from 'node:net'
import { err, fail, ok, type Result } from '#shared/kit'

const MOST_REDIRECTS = 5
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/**
 * Fetches an address and follows where it sends, as far as `mayFollow` lets. `stated`: the SHA-256 that the first host
 * names for the file (`X-Linked-ETag`), before it sends to its store.
 */
export async function follow(
  from: string,
  init: { readonly headers: Record<string, string>; readonly signal: AbortSignal },
): Promise<Result<{ readonly response: Response; readonly stated: string | undefined }>> {
  let url = from
  let stated: string | undefined
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    const response = await fetch(url, { ...init, redirect: 'manual' })
    stated ??= hashOf(response.headers.get('x-linked-etag'))
    const location = response.headers.get('location')
    if (!redirects.has(response.status) || location === null) return ok({ response, stated })
    await response.body?.cancel()
    const next = URL.parse(location, url)
    if (next === null || !mayFollow(new URL(url), next)) {
      const to = next === null ? 'nowhere' : next.host
      return err(fail('download-failed', `${new URL(from).host} sends to ${to}, which is refused.`))
    }
    url = next.href
  }
  return err(fail('download-failed', `${new URL(from).host} sends around in a circle.`))
}

/** Never from TLS to none, and never from elsewhere to this machine or its network. */
export function mayFollow(from: URL, to: URL): boolean {
  if (to.protocol !== 'https:' && to.protocol !== 'http:') return false
  if (from.protocol === 'https:' && to.protocol !== 'https:') return false
  if (to.username !== '' || to.password !== '') return false
  return isPrivate(from.hostname) ? isPrivate(to.hostname) : !isPrivate(to.hostname)
}

/** Whether a host is this machine or lies in its network, as far as its name tells. */
function isPrivate(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase()
  if (isIP(name) === 4) {
    return /^(0|10|127)\.|^192\.168\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\./.test(name)
  }
  if (isIP(name) === 6) return /^(::1?$|::ffff:|f[cd]|fe[89ab])/.test(name)
  return name === 'localhost' || /\.(localhost|local|internal)$/.test(name)
}

function hashOf(etag: string | null): string | undefined {
  return /^(?:W\/)?"?([0-9a-f]{64})"?$/.exec(etag ?? '')?.[1]
}
