import { err, fail, ok, type Result } from '#shared/kit'
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
    headers: {
      accept: 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(signal && { signal }),
  })
  if (!fetched.ok) return fetched
  const { status, bytes, broken } = fetched.value
  if (broken !== undefined) return err(broken)
  if (status === 404) return err(fail('package-not-found', `There is no ${shownUrl(url)}.`))
  if (status !== 200) {
    return err(fail('registry-unreachable', `${shownUrl(url)} answers with ${status}.`))
  }
  try {
    return ok(JSON.parse(bytes.toString('utf8')))
  } catch {
    return err(fail('registry-index-damaged', `${shownUrl(url)} is no JSON.`))
  }
}
