import { createHash, timingSafeEqual } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import Fastify, { type FastifyReply } from 'fastify'
import { err, fail, newId, ok, type Failure, type FailureCode, type Result } from '#shared/kit'
import { attempt, writeFailure } from '../../kit'
import { serviceRequestSchema } from '../service'
import type { LocalService } from './local-service'

export interface ServedServiceOptions {
  readonly service: LocalService
  /** Whoever calls says `authorization: Bearer <token>`; without one, whoever reaches it may call. */
  readonly token?: string
  readonly host?: string
  /** 0 for any that is free. */
  readonly port?: number
  readonly mostUploadBytes?: number
  readonly statusOf: (failure: Failure) => number
  readonly reportBug: (error: unknown) => void
}

/** What this contract says more closely than the API at large. */
const own: Partial<Record<FailureCode, number>> = { 'job-unknown': 404, 'queue-full': 429 }
const BODY_BYTES = 64 * 1024
const UPLOAD_BYTES = 2 * 1024 ** 3

/** A service over HTTP, by the contract that any service plugin has. */
export async function serveService(
  options: ServedServiceOptions,
): Promise<AsyncDisposable & { readonly origin: string }> {
  const { service, token, host = '127.0.0.1', port = 0, statusOf, reportBug } = options
  const most = options.mostUploadBytes ?? UPLOAD_BYTES
  await mkdir(service.inbox, { recursive: true })
  const server = Fastify({
    bodyLimit: BODY_BYTES,
    keepAliveTimeout: 30_000,
    forceCloseConnections: true,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    http: { headersTimeout: 10_000, maxHeaderSize: 16 * 1024 },
  })
  server.server.maxConnections = 64
  server.removeContentTypeParser('text/plain')
  // As a stream: a sound is not held in memory.
  server.addContentTypeParser(
    'application/octet-stream',
    async (_request: unknown, payload: Readable) => payload,
  )
  const send = (reply: FastifyReply, result: Result<unknown>, code = 200) => {
    const said = reply
      .header('cache-control', 'no-store')
      .header('x-content-type-options', 'nosniff')
    if (result.ok) return said.code(code).send(result.value ?? {})
    return said.code(own[result.error.code] ?? statusOf(result.error)).send(result.error)
  }
  server.addHook('onRequest', async ({ headers, hostname }, reply) => {
    // A page of the web may not reach it under a name of its own, nor as itself.
    if (headers.origin !== undefined) {
      return send(reply, err(fail('origin-refused', 'Pages may not call this service.')))
    }
    if (token === undefined && !/^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(hostname)) {
      return send(reply, err(fail('host-refused', 'It answers to this machine’s own address.')))
    }
    if (token === undefined || isSame(headers.authorization ?? '', `Bearer ${token}`)) {
      return undefined
    }
    return send(reply, err(fail('service-token-wrong', 'The service wants another token.')))
  })
  server.setNotFoundHandler((_request, reply) =>
    reply.code(404).send(fail('request-invalid', 'There is nothing at this address.')),
  )
  server.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
    const { statusCode = 500 } = error
    if (statusCode >= 500) reportBug(error)
    const failure =
      statusCode >= 500
        ? fail('internal', 'Something went wrong inside.')
        : fail('request-invalid', 'The request cannot be read.')
    return reply.code(statusCode).send(failure)
  })

  server.get('/health', async (_request, reply) => send(reply, await service.health()))
  server.get('/manifest', async (_request, reply) => send(reply, await service.manifest()))
  server.post('/sounds', { bodyLimit: most }, async ({ body, headers }, reply) => {
    if (!isReadable(body)) return send(reply, err(fail('request-invalid', 'Send the bytes.')))
    if (Number(headers['content-length'] ?? 0) > most) return send(reply, err(tooLarge(most)))
    const path = join(service.inbox, newId())
    const taken = await take(body, path, most)
    if (!taken.ok) await rm(path, { force: true })
    return send(reply, taken.ok ? ok({ path }) : taken, 201)
  })
  server.post('/jobs', async ({ body }, reply) => {
    const parsed = serviceRequestSchema.safeParse(body)
    if (parsed.success) return send(reply, await service.create(parsed.data), 201)
    const [issue] = parsed.error.issues
    const what = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}.`
    return send(reply, err(fail('request-invalid', what)))
  })
  server.get<{ Params: { id: string } }>('/jobs/:id', async ({ params }, reply) =>
    send(reply, await service.show(params.id)),
  )
  server.delete<{ Params: { id: string } }>('/jobs/:id', async ({ params }, reply) =>
    send(reply, await service.cancel(params.id)),
  )
  server.get<{ Params: { id: string; file: string } }>(
    '/jobs/:id/files/:file',
    async ({ params }, reply) => {
      const folder = await mkdtemp(join(service.inbox, 'out-'))
      const copy = join(folder, 'file')
      const fetched = await service.fetch(params.id, params.file, copy)
      if (!fetched.ok) {
        await rm(folder, { recursive: true, force: true })
        return send(reply, fetched)
      }
      const stream = createReadStream(copy)
      stream.once('close', () => void rm(folder, { recursive: true, force: true }))
      return reply.type('application/octet-stream').send(stream)
    },
  )
  const origin = await server.listen({ host, port })
  return { origin, [Symbol.asyncDispose]: () => server.close() }
}

async function take(body: Readable, path: string, most: number): Promise<Result<void>> {
  let bytes = 0
  async function* counted() {
    for await (const part of body) {
      if (!(part instanceof Uint8Array)) continue
      bytes += part.byteLength
      if (bytes > most) return
      yield part
    }
  }
  const written = await attempt(
    () => pipeline(counted(), createWriteStream(path, { flags: 'wx' })),
    errno => writeFailure(errno, 'the sound'),
  )
  if (!written.ok) return written
  return bytes > most ? err(tooLarge(most)) : ok()
}

const tooLarge = (most: number): Failure =>
  fail('upload-too-large', `This service takes sounds of at most ${most} bytes.`)

function isReadable(value: unknown): value is Readable {
  return typeof value === 'object' && value !== null && 'pipe' in value
}

function isSame(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}
