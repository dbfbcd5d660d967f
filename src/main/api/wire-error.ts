import { ORPCError } from '@orpc/server'
import { fail, isFailure, type Failure } from '#shared/kit'
import { failureStatus } from './failure-status'

/** Hears of bugs: what was thrown, and during which call. The caller is told nothing of it. */
export type ReportBug = (error: unknown, call: string) => void

/** A failure as it goes over the wire: its code is the error's code, the failure itself is the data. */
export function wireError(failure: Failure): ORPCError<string, Failure> {
  const { code, message } = failure
  return new ORPCError(code, { status: failureStatus(code), message, data: failure })
}

/** A failure as REST answers it, for what is refused before it reaches a procedure. */
export function failureBody(failure: Failure, status: number): object {
  return { ...wireError(failure).toJSON(), status }
}

/**
 * What the caller learns of something thrown. Input that the contract refuses is the caller's mistake, and
 * hears where it went wrong; all else is a bug: reported with its stack, answered without path, token or stack.
 */
export function toWireError(error: unknown, call: string, reportBug: ReportBug): Error {
  if (error instanceof ORPCError) {
    const data: unknown = error.data
    if (isFailure(data)) return error
    if (error.status === 400) return wireError(refusedInput(data))
  }
  reportBug(error, call)
  return wireError(fail('internal', 'Something went wrong inside.'))
}

/** The first of the schema's complaints, with its place in the input. */
function refusedInput(data: unknown): Failure {
  const issue = firstIssue(data)
  if (issue === undefined) return fail('request-invalid', 'The input cannot be read.')
  const at = `/${issue.path.join('/')}`
  return fail('request-invalid', `At ${at}: ${issue.message}.`, at)
}

function firstIssue(data: unknown): { message: string; path: string[] } | undefined {
  if (typeof data !== 'object' || data === null || !('issues' in data)) return undefined
  const issue: unknown = Array.isArray(data.issues) ? data.issues[0] : undefined
  if (typeof issue !== 'object' || issue === null || !('message' in issue)) return undefined
  const path = 'path' in issue && Array.isArray(issue.path) ? issue.path : []
  return { message: String(issue.message).replace(/\.$/, ''), path: path.map(String) }
}
