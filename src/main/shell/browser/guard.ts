import type { FastifyInstance, FastifyRequest } from 'fastify'
import { fail, ok, type Result } from '#shared/kit'
import { pageHeaders } from '../page'
import {
  admitHost,
  admitOrigin,
  admitSession,
  admitSite,
  showsBearer,
  type Address,
} from './admission'
import type { Limits } from './limits'
import { sendFailure } from './replies'
import type { Sessions } from './sessions'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answered without a session: the page itself, and the door at which a session is made. */
    readonly open?: boolean
    /** What the body must be, where it is not JSON. */
    readonly body?: string
    /** May take as long as an upload takes. */
    readonly slow?: boolean
  }
}

export interface GuardOptions {
  /** Known once the port is. */
  readonly address: () => Address
  readonly cookie: () => string
  readonly sessions: Sessions
  readonly limits: Limits
}

/** Stands before every route, known or not: headers, then host, origin, session and kind of body. */
export function guard(server: FastifyInstance, options: GuardOptions): void {
  server.addHook('onRequest', async (request, reply) => {
    const { host } = options.address()
    reply.headers(pageHeaders({ connect: [`ws://${host}`] }))
    const admitted = admit(request, options)
    // A body that nobody reads would keep the connection busy.
    if (!admitted.ok) return sendFailure(reply.header('connection', 'close'), admitted.error)
    const type = request.routeOptions.config.body ?? 'application/json'
    const says = contentType(request)
    // A form of another page’s has a body of a kind; a script that has nothing to say may leave it out.
    const isBare = says === undefined && !hasBody(request) && showsBearer(request.raw)
    if (changes(request) && says !== type && !isBare) {
      return sendFailure(reply, fail('request-invalid', `The body must be ${type}.`), 415)
    }
    if (request.routeOptions.config.slow !== true) hurry(request, options.limits.bodyMs)
    return undefined
  })
}

function admit(request: FastifyRequest, options: GuardOptions): Result<void> {
  const { raw } = request
  const address = options.address()
  const host = admitHost(raw, address)
  if (!host.ok) return host
  const origin = admitOrigin(raw, address, { required: changes(request) })
  if (!origin.ok) return origin
  const site = admitSite(raw)
  if (!site.ok) return site
  if (request.routeOptions.config.open === true) return ok()
  return admitSession(raw, options.sessions, options.cookie())
}

function changes({ method }: FastifyRequest): boolean {
  return method !== 'GET' && method !== 'HEAD'
}

function contentType({ headers }: FastifyRequest): string | undefined {
  return headers['content-type']?.split(';')[0]?.trim().toLowerCase()
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/** A body that trickles in byte by byte holds its connection no longer than this. */
function hurry({ raw }: FastifyRequest, patience: number): void {
  const timer = setTimeout(() => raw.destroy(), patience)
  const done = () => clearTimeout(timer)
  raw.once('end', done)
  raw.once('close', done)
}
