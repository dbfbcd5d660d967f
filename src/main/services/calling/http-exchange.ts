import { err, fail, ok, type FailureCode, type Result } from '#shared/kit'

export interface Exchange {
  readonly url: string
  readonly method?: 'GET' | 'POST' | 'DELETE'
  readonly token?: string | undefined
  /** Sent as JSON. */
  readonly json?: unknown
  readonly timeoutMs?: number
  readonly signal?: AbortSignal | undefined
  readonly mostBytes?: number
}

export interface Said {
  readonly status: number
  readonly isOk: boolean
  /** Undefined where it is no JSON. */
  readonly json: unknown
}

/** One call over HTTP that follows nobody elsewhere, ends in time, and never holds more than it may. */
export async function exchange(
  { url, method = 'GET', token, json, timeoutMs = 5000, signal, mostBytes = 4e6 }: Exchange,
  codes: { readonly offline: FailureCode; readonly invalid: FailureCode },
): Promise<Result<Said>> {
  const late = AbortSignal.timeout(timeoutMs)
  const { origin } = new URL(url)
  try {
    const response = await fetch(url, {
      method,
      redirect: 'error',
      signal: signal === undefined ? late : AbortSignal.any([late, signal]),
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(json !== undefined && { 'content-type': 'application/json' }),
      },
      ...(json !== undefined && { body: JSON.stringify(json) }),
    })
    const parts: Uint8Array[] = []
    let length = 0
    const body: AsyncIterable<Uint8Array> | undefined = response.body ?? undefined
    for await (const part of body ?? []) {
      length += part.byteLength
      if (length > mostBytes) {
        return err(fail(codes.invalid, `${origin} sends more than ${mostBytes} bytes.`))
      }
      parts.push(part)
    }
    const { ok: isOk, status } = response
    return ok({ isOk, status, json: jsonOf(Buffer.concat(parts).toString('utf8')) })
  } catch {
    // fetch rejects for whatever the network does.
    if (signal?.aborted === true) return err(fail('job-stopped', 'It was stopped.'))
    const why = late.aborted ? 'took too long to answer' : 'cannot be reached'
    return err(fail(codes.offline, `${origin} ${why}.`))
  }
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
