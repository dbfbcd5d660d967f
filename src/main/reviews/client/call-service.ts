import { z } from 'zod'
import { err, fail, failureCodes, ok, type FailureCode, type Result } from '#shared/kit'
import { oneLine } from '../../kit'

export interface ServiceCall {
  readonly url: string
  readonly path: string
  /** Sent as JSON; without it the call reads. */
  readonly body?: unknown
  readonly timeoutMs?: number
}

const MOST_BYTES = 8 * 1024 * 1024

const failureSchema = z.object({ code: z.string(), message: z.string() })

/** One call of a reviews service: never longer than a few seconds, never more than a few MB, never elsewhere. */
export async function callService<Schema extends z.ZodType>(
  { url, path, body, timeoutMs = 5000 }: ServiceCall,
  answer: Schema,
): Promise<Result<z.infer<Schema>>> {
  const said = await exchange(`${url}${path}`, body, timeoutMs)
  if (!said.ok) return said
  const value = jsonOf(said.value.text)
  if (said.value.isOk) {
    const parsed = answer.safeParse(value)
    if (parsed.success) return ok(parsed.data)
    return err(fail('reviews-answer-invalid', `${url} answered with something else.`))
  }
  const refused = failureSchema.safeParse(value)
  if (!refused.success || !isCode(refused.data.code)) {
    return err(fail('reviews-answer-invalid', `${url} answered with status ${said.value.status}.`))
  }
  // Its own sentence is not ours to vouch for: the code says it in our words.
  const detail = oneLine(refused.data.message.split(failureCodes[refused.data.code])[0] ?? '')
  return err(fail(refused.data.code, detail.slice(0, 200)))
}

interface Said {
  readonly isOk: boolean
  readonly status: number
  readonly text: string
}

async function exchange(address: string, body: unknown, timeoutMs: number): Promise<Result<Said>> {
  const signal = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(address, {
      method: body === undefined ? 'GET' : 'POST',
      redirect: 'error',
      signal,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    })
    const text = await textOf(response)
    if (text === undefined) {
      return err(fail('reviews-answer-invalid', `${address} sends more than 8 MB.`))
    }
    return ok({ isOk: response.ok, status: response.status, text })
  } catch (error) {
    // fetch rejects for whatever the network does; an abort here is the time limit.
    const why = signal.aborted ? 'it took too long' : 'it cannot be reached'
    return err(fail('reviews-unreachable', `${new URL(address).origin}: ${why}${nameOf(error)}.`))
  }
}

async function textOf(response: Response): Promise<string | undefined> {
  const parts: Uint8Array[] = []
  let length = 0
  const body: AsyncIterable<Uint8Array> | undefined = response.body ?? undefined
  if (body === undefined) return ''
  for await (const part of body) {
    length += part.byteLength
    if (length > MOST_BYTES) return undefined
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

function nameOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  return typeof code === 'string' ? ` (${code})` : ''
}

function isCode(code: string): code is FailureCode {
  return Object.hasOwn(failureCodes, code)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
