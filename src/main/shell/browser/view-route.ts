import type { FastifyInstance } from 'fastify'
import { fail, type Result } from '#shared/kit'
import { viewHeaders } from '../page'
import { sendFailure } from './replies'

/** The page of a view by its address. */
export type ViewPages = (address: string) => Promise<Result<string>>

/** Pages of plugins’ views, for frames of the app’s page: with a session, and without an origin of their own. */
export function viewRoute(server: FastifyInstance, views: ViewPages, origin: () => string): void {
  server.get('/plugin-views/*', async (request, reply) => {
    const page = await views(request.url.split('?')[0] ?? '')
    if (!page.ok) return sendFailure(reply, fail('file-not-found', 'There is no such view.'), 404)
    reply.removeHeader('x-frame-options')
    return reply.headers(viewHeaders(origin())).send(page.value)
  })
}
