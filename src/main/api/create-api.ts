import { OpenAPIHandler } from '@orpc/openapi/fastify'
import { RPCHandler as PortHandler } from '@orpc/server/message-port'
import { RPCHandler as SocketHandler } from '@orpc/server/ws'
import { createRouter } from './create-router'
import { describeApi } from './describe-api'
import type { Services } from './services'
import { toWireError, type ReportBug } from './wire-error'

/** Where the REST door begins. */
export const REST_PREFIX = '/api'

/** The router behind the three doors that the faces have. */
export interface Api {
  /** Electron: one end of a message port, until it closes. */
  servePort(port: Parameters<PortHandler<object>['upgrade']>[0]): void
  /** Browser face: an accepted WebSocket, until it closes. */
  serveSocket(socket: Parameters<SocketHandler<object>['upgrade']>[0]): void
  /** Answers a REST request below `/api`; false where no procedure has that path. */
  serveRest(...request: RestRequest): Promise<boolean>
  /** The OpenAPI description of what `serveRest` answers. */
  describe(version: string): Promise<object>
}
type RestHandle = OpenAPIHandler<object>['handle']
type RestRequest = [request: Parameters<RestHandle>[0], reply: Parameters<RestHandle>[1]]

/** Every service over every door. `reportBug` hears of what was thrown; callers only hear `internal`. */
export function createApi(services: Services, reportBug: ReportBug): Api {
  const router = createRouter(services, reportBug)
  const interceptors = [answerInOurWords(reportBug)]
  const port = new PortHandler(router, { interceptors })
  const socket = new SocketHandler(router, { interceptors })
  const rest = new OpenAPIHandler(router, { interceptors })
  return {
    servePort: end => port.upgrade(end),
    serveSocket: end => void socket.upgrade(end),
    async serveRest(request, reply) {
      return (await rest.handle(request, reply, { prefix: REST_PREFIX })).matched
    },
    describe: version => describeApi(REST_PREFIX, version),
  }
}

interface Handling<Answer> {
  readonly request: { readonly url: URL }
  readonly next: () => Promise<Answer>
}

/** A process door: whatever is thrown below it leaves as a failure of the table. */
function answerInOurWords(reportBug: ReportBug) {
  return async <Answer>({ request, next }: Handling<Answer>): Promise<Answer> => {
    try {
      return await next()
    } catch (error) {
      throw toWireError(error, request.url.pathname, reportBug)
    }
  }
}
