import type ivm from 'isolated-vm'
import { fail, type Failure } from '#shared/kit'

/** The wrapper says `x…` for what the plugin threw. */
export function messageOf(said: unknown): string {
  return typeof said === 'string' ? said.slice(1) : 'it answered out of turn'
}

/** What isolated-vm throws, as one of our failures. */
export function scriptFailure(thrown: unknown, name: string, isolate: ivm.Isolate): Failure {
  const text = thrown instanceof Error ? thrown.message : String(thrown)
  if (isolate.isDisposed || /memory limit|Isolate is disposed|disposed during/i.test(text)) {
    return fail('script-memory', `${name} used more memory than it may.`)
  }
  if (/timed out/i.test(text)) return fail('script-timeout', `${name} took too long.`)
  return fail('script-threw', `${name}: ${text.slice(0, 300)}.`)
}
