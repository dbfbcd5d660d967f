import type { StopSignal } from '#shared/kit'

/** Resolves when whoever listens has gone. */
export function gone(signal: StopSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise(resolve => signal.addEventListener('abort', resolve))
}
