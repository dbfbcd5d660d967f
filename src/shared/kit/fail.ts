import { failureCodes, type FailureCode } from './failure-codes'
import type { Failure } from './result'

/** A failure of the table: what happened here, then what to do next. */
export function fail(code: FailureCode, detail: string, at?: string): Failure {
  const message = `${detail} ${failureCodes[code]}`.trim()
  return at === undefined ? { code, message } : { code, message, at }
}

/** Whether an unknown value is a failure of ours, for the places where one crossed a wall. */
export function isFailure(value: unknown): value is Failure {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'string' &&
    Object.hasOwn(failureCodes, value.code) &&
    'message' in value &&
    typeof value.message === 'string'
  )
}
