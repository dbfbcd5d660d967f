import type { StopSignal } from '#shared/kit'

/**
 * A service's stream for as long as the caller listens. It ends when the caller is gone even while the
 * service has nothing to say: a stream that waits for its next event cannot be closed from outside. What it
 * throws goes through `toError` first, so that no stack reaches the caller.
 */
export async function* guardedStream(
  stream: AsyncIterator<unknown, unknown, void>,
  signal: StopSignal,
  toError: (error: unknown) => Error,
): AsyncGenerator<unknown, void, void> {
  let ended = false
  try {
    while (!signal.aborted) {
      const step = await nextOrGone(stream, signal)
      if (step === undefined) return
      ended = step.done === true
      if (ended) return
      yield step.value
    }
  } catch (error) {
    ended = true
    throw toError(error)
  } finally {
    // Not awaited: it is answered when the stream's present step is, which may be never.
    if (!ended) void Promise.resolve(stream.return?.()).catch(toError)
  }
}

/** The next step of a stream, or undefined once the caller is gone. */
function nextOrGone(
  stream: AsyncIterator<unknown, unknown, void>,
  signal: StopSignal,
): Promise<IteratorResult<unknown, unknown> | undefined> {
  return new Promise((resolve, reject) => {
    const gone = () => resolve(undefined)
    const settled = () => signal.removeEventListener('abort', gone)
    signal.addEventListener('abort', gone)
    stream.next().then(resolve, reject).finally(settled)
  })
}

export function isStream(value: unknown): value is AsyncGenerator<unknown, unknown, void> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}
