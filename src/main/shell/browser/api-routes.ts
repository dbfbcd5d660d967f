import type { FastifyInstance } from 'fastify'
import { fail } from '#shared/kit'
import { apiPage, REST_PREFIX, type Api } from '../../api'
import { sendFailure } from './replies'

/** Every procedure of the contracts over REST, and their description: for programs, and as a page. */
export function apiRoutes(server: FastifyInstance, api: Api, version: string): void {
  server.get(`${REST_PREFIX}/openapi.json`, async (_request, reply) => {
    return reply.header('cache-control', 'no-store').send(await api.describe(version))
  })
  server.get(`${REST_PREFIX}/docs`, async (_request, reply) => {
    const page = apiPage(await api.describe(version))
    return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(page)
  })
  server.all(`${REST_PREFIX}/*`, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    if (await api.serveRest(request, reply)) return reply
    return sendFailure(reply, fail('request-invalid', 'There is nothing at this address.'), 404)
  })
}
