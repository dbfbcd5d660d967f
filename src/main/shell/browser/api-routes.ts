import type { FastifyInstance } from 'fastify'
import { fail } from '#shared/kit'
import { REST_PREFIX, type Api } from '../../api'
import { sendFailure } from './replies'

/** Every procedure of the contracts over REST, and their description. */
export function apiRoutes(server: FastifyInstance, api: Api, version: string): void {
  server.get(`${REST_PREFIX}/openapi.json`, async (_request, reply) => {
    return reply.header('cache-control', 'no-store').send(await api.describe(version))
  })
  server.all(`${REST_PREFIX}/*`, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    if (await api.serveRest(request, reply)) return reply
    return sendFailure(reply, fail('request-invalid', 'There is nothing at this address.'), 404)
  })
}
