import type { FastifyReply } from 'fastify'
import { failureBody, failureStatus } from '../../api'
import type { Failure } from '#shared/kit'

/** Answers with a failure, in the form in which the API answers with one. */
export function sendFailure(
  reply: FastifyReply,
  failure: Failure,
  status = failureStatus(failure.code),
): FastifyReply {
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(failureBody(failure, status))
}
