const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

/**
 * Aborts when this process is asked to end: by a signal, or because whoever started it over a channel is
 * gone. A second request while the first is being followed changes nothing.
 */
export function untilStopped(): { readonly signal: AbortSignal } & Disposable {
  const stop = new AbortController()
  const end = () => stop.abort()
  for (const name of signals) process.on(name, end)
  process.on('disconnect', end)
  return {
    signal: stop.signal,
    [Symbol.dispose]() {
      for (const name of signals) process.off(name, end)
      process.off('disconnect', end)
    },
  }
}

/** Resolves when a signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise(resolve => signal.addEventListener('abort', () => resolve(), { once: true }))
}
