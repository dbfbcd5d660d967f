import Fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import { fail } from '#shared/kit'
import { createApi, type AudioOutlet, type ReportBug, type Services } from '../../api'
import { pageHeaders, type PageFiles } from '../page'
import { acceptSockets } from './accept-sockets'
import { addressOf, cookieName } from './admission'
import { apiRoutes } from './api-routes'
import { audioDoor } from './audio-door'
import { guard, type GuardOptions } from './guard'
import { limits as usualLimits, type Limits } from './limits'
import { pageRoute } from './page-route'
import { sendFailure } from './replies'
import { rpcDoor } from './rpc-door'
import { sessionRoute } from './session-route'
import { Sessions } from './sessions'
import { sweepUploads } from './upload-folder'
import { uploadRoute } from './upload-route'
import { viewRoute, type ViewPages } from './view-route'

export interface ServerOptions {
  readonly services: Services
  readonly audio: AudioOutlet
  readonly page: PageFiles
  readonly version: string
  /** Where uploads lie until they are imported. */
  readonly uploads: string
  readonly reportBug: ReportBug
  /** Pages of plugins’ views; none if left out. */
  readonly views?: ViewPages
  /** 0 for any that is free. */
  readonly port?: number
  readonly sessions?: Sessions
  readonly limits?: Partial<Limits>
}

export interface BrowserServer extends AsyncDisposable {
  readonly origin: string
  /** Method and path of every HTTP route, for whoever wants to try them all. */
  readonly routes: readonly { readonly method: string; readonly url: string }[]
  /** A new address that lets one browser in, once. */
  launchUrl(): string
}

/** The app behind HTTP, for this machine alone. */
export async function startServer(options: ServerOptions): Promise<BrowserServer> {
  const limits = { ...usualLimits, ...options.limits }
  const { sessions = new Sessions(), services, audio, page, version, reportBug } = options
  let port = options.port ?? 0
  const guarding: GuardOptions = {
    address: () => addressOf(port),
    cookie: () => cookieName(port),
    sessions,
    limits,
  }
  const server = createHttpServer(limits, reportBug)
  const routes: { method: string; url: string }[] = []
  server.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) routes.push({ method: each, url })
  })
  guard(server, guarding)
  const api = createApi(services, reportBug)
  pageRoute(server, page)
  sessionRoute(server, sessions, guarding.cookie)
  apiRoutes(server, api, version)
  if (options.views !== undefined) {
    viewRoute(server, options.views, () => addressOf(port).origin)
  }
  uploadRoute(server, {
    services,
    folder: options.uploads,
    most: limits.uploadBytes,
    idleMs: limits.idleMs,
  })
  const sockets = acceptSockets(
    server.server,
    { '/rpc': rpcDoor(api, limits), '/audio': audioDoor(audio, limits) },
    guarding,
  )
  await sweepUploads(options.uploads)
  const origin = await server.listen({ host: '127.0.0.1', port })
  port = Number(new URL(origin).port)
  return {
    origin,
    routes,
    // After `#`: this part of an address stays in the browser, no log sees it.
    launchUrl: () => `${origin}/#token=${sessions.mint()}`,
    async [Symbol.asyncDispose]() {
      await sockets[Symbol.asyncDispose]()
      await server.close()
    },
  }
}

function createHttpServer(limits: Limits, reportBug: ReportBug): FastifyInstance {
  const server = Fastify({
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.uploadMs,
    keepAliveTimeout: limits.idleMs,
    forceCloseConnections: true,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    http: {
      headersTimeout: limits.headersMs,
      connectionsCheckingInterval: Math.min(1000, limits.headersMs),
      maxHeaderSize: limits.headerBytes,
    },
    // An address that cannot even be read never reaches the guard: it gets nothing but this.
    frameworkErrors(_error, _request, reply) {
      reply.headers(pageHeaders({ connect: [] }))
      sendFailure(reply, fail('request-invalid', 'There is nothing at this address.'), 404)
    },
  })
  server.server.maxConnections = limits.connections
  server.removeContentTypeParser('text/plain')
  server.setNotFoundHandler((_request, reply) => {
    return sendFailure(reply, fail('request-invalid', 'There is nothing at this address.'), 404)
  })
  server.setErrorHandler((error: FastifyError, request, reply) => {
    const { statusCode = 500 } = error
    if (statusCode < 500) {
      const refused = fail('request-invalid', 'The request cannot be read.')
      return sendFailure(reply.header('connection', 'close'), refused, statusCode)
    }
    reportBug(error, `${request.method} ${request.routeOptions.url ?? ''}`)
    return sendFailure(reply, fail('internal', 'Something went wrong inside.'))
  })
  return server
}
