import { fail, failureCodes, type Failure, type FailureCode, type Result } from '#shared/kit'
import { oneLine } from '../kit'

/** A failure on its way through a provider, whose methods throw. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError'
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.message)
    this.failure = failure
  }
}

/** The value, or the failure thrown. */
export function orThrow<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new ProviderError(result.error)
}

/** What a provider threw. A plugin’s own words are not ours to vouch for: they are its reason. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ProviderError) return error.failure
  const reason = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const said = oneLine(reason).slice(0, 300)
  if (typeof code === 'string' && isCode(code)) return fail(code, said)
  return fail('provider-failed', said.endsWith('.') ? said : `${said}.`)
}

function isCode(code: string): code is FailureCode {
  return Object.hasOwn(failureCodes, code)
}
