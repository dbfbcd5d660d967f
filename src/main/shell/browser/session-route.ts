import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { fail } from '#shared/kit'
import { sendFailure } from './replies'
import type { Sessions } from './sessions'

const launchSchema = z.strictObject({ token: z.string().max(128) })

/**
 * The door at which a launch token becomes a session. The token comes in the body, never in an address, so
 * that no log and no history has it; the cookie is out of reach for scripts and for other sites.
 */
export function sessionRoute(
  server: FastifyInstance,
  sessions: Sessions,
  cookie: () => string,
): void {
  server.post('/session', { config: { open: true } }, (request, reply) => {
    const launch = launchSchema.safeParse(request.body)
    if (!launch.success) {
      return sendFailure(reply, fail('request-invalid', 'The body must be {"token": "…"}.'))
    }
    const session = sessions.redeem(launch.data.token)
    if (session === undefined) {
      return sendFailure(
        reply,
        fail('token-wrong', 'This link was used before or is not from here.'),
      )
    }
    reply.header('set-cookie', `${cookie()}=${session}; Path=/; HttpOnly; SameSite=Strict`)
    return reply.header('cache-control', 'no-store').code(204).send()
  })
  /** 204 where the session stands; the guard answers everyone else. */
  server.get('/session', (_request, reply) => {
    return reply.header('cache-control', 'no-store').code(204).send()
  })
}
