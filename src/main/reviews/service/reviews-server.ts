import { Readable } from 'node:stream'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { z } from 'zod'
import { pluginIdSchema } from '#shared/graph'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import type { Clock } from '../../kit'
import { rateLimit } from './rate-limits'
import type { ReviewDesk } from './review-desk'

export interface ReviewsServerOptions {
  readonly desk: ReviewDesk
  readonly clock: Clock
  /** What readers see as its name. */
  readonly name: string
  readonly host?: string
  /** 0 for any that is free. */
  readonly port?: number
  /** Whether addresses are taken from `x-forwarded-for`: only behind a proxy of one’s own. */
  readonly behindProxy?: boolean
  readonly statusOf: (failure: Failure) => number
  readonly reportBug: (error: unknown) => void
}

export interface ReviewsServer extends AsyncDisposable {
  readonly origin: string
}

const MINUTE = 60_000
/** 4,000 letters of any script, signed, have less than 32 kB. */
const BODY_BYTES = 32 * 1024

const pageQuery = z.strictObject({
  plugin: pluginIdSchema,
  from: z.coerce.number().int().min(0).max(1e6).default(0),
})
const hideBody = z.strictObject({ id: z.string().max(64), reason: z.string().max(500) })

/** The reviews over HTTP: anyone may read them, whoever signs may write, the operator’s token may hide. */
export async function startReviewsServer(options: ReviewsServerOptions): Promise<ReviewsServer> {
  const { desk, clock, name, host = '127.0.0.1', port = 0 } = options
  const mayRead = rateLimit(600, MINUTE, clock)
  const mayWrite = rateLimit(30, 60 * MINUTE, clock)
  const mayGuess = rateLimit(20, MINUTE, clock)
  const server = createServer(options)
  const send = (reply: FastifyReply, result: Result<unknown>) => {
    const headers = reply
      .header('cache-control', 'no-store')
      .header('x-content-type-options', 'nosniff')
    if (result.ok) return headers.send(result.value ?? {})
    return headers.code(options.statusOf(result.error)).send(result.error)
  }
  const readers = async (request: FastifyRequest, reply: FastifyReply) => {
    if (!mayRead(desk.networkOf(request.ip))) return send(reply, busy())
    return undefined
  }
  const operators = async (request: FastifyRequest, reply: FastifyReply) => {
    // Guesses are counted before they are looked at.
    if (!mayGuess(desk.networkOf(request.ip))) return send(reply, busy())
    return isOperator(request) ? undefined : send(reply, err(refused()))
  }
  const isOperator = ({ headers }: FastifyRequest) =>
    desk.isOperator((headers.authorization ?? '').replace(/^Bearer /, ''))

  server.get('/v1/info', { preHandler: readers }, (_request, reply) =>
    send(reply, ok({ service: 'wireharp-reviews', format: 1, name })),
  )
  server.get('/v1/ratings', { preHandler: readers }, (_request, reply) => {
    const ratings = desk.ratings()
    return send(reply, ratings.ok ? ok({ ratings: ratings.value }) : ratings)
  })
  server.get('/v1/reviews', { preHandler: readers }, (request, reply) => {
    const query = read(pageQuery, request.query)
    return send(reply, query.ok ? desk.page(query.value.plugin, query.value.from) : query)
  })
  server.post('/v1/reviews', (request, reply) => {
    const network = desk.networkOf(request.ip)
    if (!mayWrite(network)) return send(reply, busy())
    return send(reply, desk.take(request.body, network))
  })
  server.get('/v1/export', { preHandler: readers }, (_request, reply) =>
    sendLines(reply, desk.lines(false)),
  )
  server.get('/v1/moderation/export', { preHandler: operators }, (_request, reply) =>
    sendLines(reply, desk.lines(true)),
  )
  server.get('/v1/moderation/reports', { preHandler: operators }, (_request, reply) => {
    const reports = desk.reports()
    return send(reply, reports.ok ? ok({ reports: reports.value }) : reports)
  })
  server.post('/v1/moderation/hide', { preHandler: operators }, (request, reply) => {
    const body = read(hideBody, request.body)
    return send(reply, body.ok ? desk.hide(body.value.id, body.value.reason) : body)
  })
  const origin = await server.listen({ host, port })
  return { origin, [Symbol.asyncDispose]: () => server.close() }
}

function createServer({ behindProxy = false, statusOf, reportBug }: ReviewsServerOptions) {
  const server: FastifyInstance = Fastify({
    bodyLimit: BODY_BYTES,
    requestTimeout: 20_000,
    keepAliveTimeout: 30_000,
    forceCloseConnections: true,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    trustProxy: behindProxy,
    http: { headersTimeout: 10_000, maxHeaderSize: 16 * 1024 },
  })
  server.server.maxConnections = 256
  server.removeContentTypeParser('text/plain')
  server.setNotFoundHandler((_request, reply) =>
    reply.code(404).send(fail('request-invalid', 'There is nothing at this address.')),
  )
  server.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
    const { statusCode = 500 } = error
    if (statusCode >= 500) reportBug(error)
    const failure =
      statusCode === 413
        ? fail('review-too-large', 'It is far too long.')
        : statusCode < 500
          ? fail('request-invalid', 'The request cannot be read.')
          : fail('internal', 'Something went wrong inside.')
    return reply
      .header('connection', 'close')
      .code(statusCode < 500 ? statusCode : statusOf(failure))
      .send(failure)
  })
  return server
}

function sendLines(reply: FastifyReply, lines: Iterable<string>): FastifyReply {
  return reply.type('application/jsonl; charset=utf-8').send(Readable.from(lines))
}

function read<Schema extends z.ZodType>(schema: Schema, value: unknown): Result<z.infer<Schema>> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return ok(parsed.data)
  const [issue] = parsed.error.issues
  return err(fail('request-invalid', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}.`))
}

function busy(): Result<never> {
  return err(fail('reviews-busy', 'This service has heard enough from you for now.'))
}

function refused(): Failure {
  return fail('operator-refused', 'Only the operator of this service may do that.')
}
