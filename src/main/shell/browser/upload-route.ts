import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { dropKindSchema, type Call } from '#shared/contract'
import { err, fail, ok, type Bytes, type Failure, type Result } from '#shared/kit'
import { REST_PREFIX, type Services } from '../../api'
import { attempt, nodeFiles, writeFailure } from '../../kit'
import { sendFailure } from './replies'
import { makeUploadFolder } from './upload-folder'

const soundSchema = z.strictObject({
  project: z.string().min(1).max(64),
  name: z.string().min(1).max(255),
})

const dropQuerySchema = soundSchema.extend({
  kind: dropKindSchema,
  agreed: z.enum(['true', 'false']).optional(),
})

export interface UploadOptions {
  readonly services: Pick<Services, 'library' | 'drops'>
  /** Where bytes lie until they are imported. */
  readonly folder: string
  readonly most: Bytes
  /** How long the sender may say nothing. */
  readonly idleMs: number
}

/**
 * `POST /api/library/import?project=…&name=…`: the way of big sounds. A socket message is held in memory
 * whole; here the bytes go to disk as they come, and the library takes the file from there. Other files that are
 * dropped go to `POST /api/drops/take?kind=…` the same way.
 */
export function uploadRoute(server: FastifyInstance, options: UploadOptions): void {
  void server.register(async scope => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      'application/octet-stream',
      async (_request: FastifyRequest, body: unknown) => body,
    )
    const config = { body: 'application/octet-stream', slow: true }
    const { library, drops } = options.services
    scope.post(`${REST_PREFIX}/library/import`, { config }, (request, reply) => {
      const query = soundSchema.safeParse(request.query)
      if (!query.success) return incomplete(reply)
      const { project, name } = query.data
      return upload(request, reply, options, name, (path, call) =>
        library.importPath({ project, path }, call),
      )
    })
    scope.post(`${REST_PREFIX}/drops/take`, { config }, (request, reply) => {
      const query = dropQuerySchema.safeParse(request.query)
      if (!query.success) return incomplete(reply)
      const { kind, project, name, agreed } = query.data
      return upload(request, reply, options, name, (path, call) =>
        drops.take({ kind, project, path, agreed: agreed === 'true' }, call),
      )
    })
  })
}

function incomplete(reply: FastifyReply) {
  return sendFailure(
    reply,
    fail('request-invalid', 'An upload needs a project, a name and a body.'),
  )
}

async function upload(
  request: FastifyRequest,
  reply: FastifyReply,
  { folder, most, idleMs }: UploadOptions,
  name: string,
  take: (path: string, call: Call) => Result<unknown> | Promise<Result<unknown>>,
) {
  if (!(request.body instanceof Readable)) return incomplete(reply)
  if (Number(request.headers['content-length'] ?? 0) > most) {
    return sendFailure(reply.header('connection', 'close'), tooLarge(most))
  }
  const own = await makeUploadFolder(folder)
  const path = join(own, safeName(name))
  const { socket } = request.raw
  socket.setTimeout(idleMs, () => socket.destroy())
  const received = await receive(request.body, path, most)
  // Now it is for us to take our time.
  socket.setTimeout(0)
  const imported = received.ok ? await take(path, { signal: untilGone(reply) }) : received
  await rm(own, { recursive: true, force: true })
  if (imported.ok) return reply.send(imported.value)
  // After a refusal the rest of the body is not wanted.
  return sendFailure(reply.header('connection', 'close'), imported.error)
}

/** Writes a body to a file as it comes, up to a size. Beyond it the body is left unread, not the caller unanswered. */
async function receive(body: Readable, path: string, most: Bytes): Promise<Result<void>> {
  const created = await attempt(
    () => nodeFiles.create(path),
    errno => writeFailure(errno, 'the upload'),
  )
  if (!created.ok) return created
  const file = created.value
  const written = await attempt(
    async () => {
      let bytes = 0
      for await (const chunk of chunksOf(body)) {
        bytes += chunk.length
        if (bytes > most) return err(tooLarge(most))
        await file.write(chunk)
      }
      return ok()
    },
    errno => writeFailure(errno, 'the upload'),
  )
  await file.close()
  return written.ok ? written.value : written
}

function tooLarge(most: Bytes): Failure {
  return fail('upload-too-large', `The file has more than ${most} bytes.`)
}

async function* chunksOf(body: Readable): AsyncGenerator<Uint8Array, void, void> {
  const chunks: AsyncIterable<unknown> = body.iterator({ destroyOnReturn: false })
  for await (const chunk of chunks) if (chunk instanceof Uint8Array) yield chunk
}

/** Aborts when the caller goes before it has its answer. */
function untilGone({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController()
  raw.once('close', () => {
    if (!raw.writableFinished) gone.abort()
  })
  return gone.signal
}

/** The user's name for the file, as a name in a folder of ours: no separators, no control characters. */
export function safeName(name: string): string {
  const base = name
    .normalize('NFC')
    .replace(/^.*[/\\]/s, '')
    .replace(/[\p{C}:*?"<>|]/gu, '_')
  const extension = /\.[A-Za-z0-9]{1,8}$/.exec(base)?.[0] ?? ''
  const stem = base.slice(0, base.length - extension.length).replace(/^\.+/, '')
  return `${stem.slice(0, 60) || 'sound'}${extension}`
}
