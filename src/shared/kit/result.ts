import type { FailureCode } from './failure-codes'

/** An expected failure: a code from the one table, and what went wrong in this case, for the user. */
export interface Failure {
  readonly code: FailureCode
  /** One sentence or two: what happened and what to do next. Never a stack, a token or HTML. */
  readonly message: string
  /** Where in the input it happened, as a JSON-pointer-like path, if it has a place. */
  readonly at?: string
}

/** Success or an expected failure. A bug is thrown, never returned. */
export type Result<T, E = Failure> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E }

export function ok(): Result<void, never>
export function ok<T>(value: T): Result<T, never>
export function ok(value?: unknown): Result<unknown, never> {
  return { ok: true, value }
}

export function err<E>(error: E): Result<never, E> {
  return { ok: false, error }
}

/** The value of a success; a failure becomes a throw. For tests and for what cannot fail by construction. */
export function unwrap<T>(result: Result<T, Failure>): T {
  if (result.ok) return result.value
  throw new Error(`${result.error.code}: ${result.error.message}`)
}
