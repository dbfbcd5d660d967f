import type { IncomingMessage, RequestOptions } from 'node:http'
import { isIP } from 'node:net'
import { getBuiltinModule } from 'node:process'
import { err, fail, ok, type Bytes, type Result } from '#shared/kit'
import { hostOf, portOf } from './addresses'

/** Body of an answer; what is longer is refused, not cut. */
const MOST_BYTES: Bytes = 4 * 2 ** 20
const MOST_HEADER_BYTES: Bytes = 32 * 2 ** 10

export interface OneRequest {
  readonly url: URL
  /** The address that is called, whatever the name means meanwhile. */
  readonly address: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly timeoutMs: number
}

export interface OneReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** One request to one address, without redirects. */
export function requestOnce(wanted: OneRequest): Promise<Result<OneReply>> {
  const { url, address, method, headers, body, timeoutMs } = wanted
  const { promise, resolve } = Promise.withResolvers<Result<OneReply>>()
  const failed = (detail: string) => resolve(err(fail('network-failed', detail)))
  const signal = AbortSignal.timeout(timeoutMs)
  const host = hostOf(url)
  // The address that was checked is called; what the name means meanwhile does not matter.
  const options: RequestOptions = {
    method,
    host: address,
    port: portOf(url),
    path: url.pathname + url.search,
    headers: { ...headers, host: url.host },
    ...(isIP(host) === 0 && { servername: host }),
    signal,
    agent: false,
    maxHeaderSize: MOST_HEADER_BYTES,
  }
  // Not by `import`: that reads all that the module has, its WebSocket too, for which Node loads undici: 50 ms of a start.
  const http = getBuiltinModule(url.protocol === 'https:' ? 'node:https' : 'node:http')
  const request = http.request(options, reply => {
    void readBody(reply).then(text => {
      if (text !== undefined) {
        return resolve(ok({ status: reply.statusCode ?? 0, headers: headersOf(reply), body: text }))
      }
      reply.destroy()
      return failed(`${url.host} answered with more than 4 MB, or broke off.`)
    })
  })
  request.on('error', error => {
    failed(
      signal.aborted
        ? `${url.host} took too long.`
        : `${url.host} could not be reached (${error.message}).`,
    )
  })
  request.end(body)
  return promise
}

async function readBody(reply: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = []
  let bytes = 0
  try {
    for await (const part of reply) {
      if (!(part instanceof Buffer)) return undefined
      bytes += part.byteLength
      if (bytes > MOST_BYTES) return undefined
      parts.push(part)
    }
  } catch {
    return undefined
  }
  return Buffer.concat(parts).toString('utf8')
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  )
}
