import { createReadStream } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { fail } from '#shared/kit'
import { cacheControl, type PageFiles } from '../page'
import { sendFailure } from './replies'

/** The page's own files, by their exact addresses. They hold no secret and are served without a session. */
export function pageRoute(server: FastifyInstance, files: PageFiles): void {
  server.get('/*', { config: { open: true } }, (request, reply) => {
    const file = files.get(request.url.split('?')[0] ?? '')
    if (file === undefined) {
      return sendFailure(reply, fail('request-invalid', 'There is nothing at this address.'), 404)
    }
    reply.type(file.type).header('cache-control', cacheControl(file.hashed))
    return reply.send(createReadStream(file.path))
  })
}
