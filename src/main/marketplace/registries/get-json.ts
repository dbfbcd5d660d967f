import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import type { FetchLimits } from '../market-parts'
import { fetchLimited, shownUrl } from './fetch-limited'

const MOST_ANSWER = 16 * 2 ** 20

export interface NpmRegistry {
  readonly address: string
  readonly token?: string
  readonly limits: FetchLimits
  readonly signal?: AbortSignal
}

export async function getJson(
  { address, token, limits, signal }: NpmRegistry,
  path: string,
): Promise<Result<unknown>> {
  const url = address + path
  const fetched = await fetchLimited({
    url,
    limits,
    mostBytes: MOST_ANSWER,
    headers: { accept: 'application/json', ...authorization(token) },
    ...(signal && { signal }),
  })
  if (!fetched.ok) return fetched
  const { status, bytes, broken } = fetched.value
  if (broken !== undefined) return err(broken)
  if (status === 404) return err(fail('package-not-found', `There is no ${shownUrl(url)}.`))
  if (status === 401 || status === 403) return err(notLetIn(url, status, token !== undefined))
  if (status !== 200) {
    return err(fail('registry-unreachable', `${shownUrl(url)} answers with ${status}.`))
  }
  try {
    return ok(JSON.parse(bytes.toString('utf8')))
  } catch {
    return err(fail('registry-index-damaged', `${shownUrl(url)} is no JSON.`))
  }
}

/** The header that lets us in, where there is a token. */
export function authorization(token: string | undefined): Readonly<Record<string, string>> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` }
}

/** Of a registry that lets in only those whom it knows. */
export function notLetIn(url: string, status: number, hadToken: boolean): Failure {
  const why = hadToken ? 'does not let our token in' : 'wants a token'
  return fail('registry-token-wrong', `${shownUrl(url)} ${why} (${status}).`)
}
