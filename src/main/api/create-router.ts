import { isContractProcedure, type AnyContractProcedure } from '@orpc/contract'
import { implement, type AnyRouter } from '@orpc/server'
import { contract } from '#shared/contract'
import type { Failure, Result, StopSignal } from '#shared/kit'
import { guardedStream, isStream } from './guarded-stream'
import type { Services } from './services'
import { toWireError, wireError, type ReportBug } from './wire-error'

/**
 * The services behind their contracts: input is parsed by the contract, the method of the same key is called,
 * its result becomes the answer. Written against no contract in particular, so that a new service needs
 * nothing here; that each service fits its contract is what the type of `Services` checks.
 */
export function createRouter(services: Services, reportBug: ReportBug): AnyRouter {
  return Object.fromEntries(
    Object.entries(contract).map(([name, procedures]) => [
      name,
      serve(name, procedures, methodsOf(services, name), reportBug),
    ]),
  )
}

function methodsOf(services: Services, name: string): object {
  const service: unknown = Reflect.get(services, name)
  if (typeof service === 'object' && service !== null) return service
  throw new Error(`There is no service “${name}”.`)
}

function serve(name: string, procedures: object, service: object, reportBug: ReportBug): AnyRouter {
  return Object.fromEntries(
    Object.entries(procedures).map(([key, procedure]: [string, unknown]) => {
      const method: unknown = Reflect.get(service, key)
      if (!isContractProcedure(procedure) || typeof method !== 'function') {
        throw new Error(`The service “${name}” has no method “${key}”.`)
      }
      const call = (input: unknown, signal: StopSignal): unknown =>
        Reflect.apply(method, service, [input, { signal }])
      return [
        key,
        answer(procedure, call, error => toWireError(error, `${name}.${key}`, reportBug)),
      ]
    }),
  )
}

function answer(
  procedure: AnyContractProcedure,
  call: (input: unknown, signal: StopSignal) => unknown,
  toError: (error: unknown) => Error,
) {
  return implement(procedure).handler(async ({ input, signal = never }) => {
    const reply = call(input, signal)
    return isStream(reply) ? guardedStream(reply, signal, toError) : valueOf(await reply)
  })
}

/** For callers that cannot cancel. */
const never = new AbortController().signal

function valueOf(reply: unknown): unknown {
  if (!isResult(reply)) {
    throw new TypeError('A service answered with neither a Result nor a stream.')
  }
  if (reply.ok) return reply.value
  throw wireError(reply.error)
}

function isResult(value: unknown): value is Result<unknown, Failure> {
  return typeof value === 'object' && value !== null && 'ok' in value
}
