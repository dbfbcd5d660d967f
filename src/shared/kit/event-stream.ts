import type { Emitter } from './emitter'

/** The part of an AbortSignal that is used here: shared code has neither DOM nor Node types. */
export interface StopSignal {
  readonly aborted: boolean
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}

export interface EventStreamOptions<T> {
  /** How many events may wait. */
  readonly limit?: number
  readonly onDrop?: () => void
  /** What the consumer gets before the events: the present state, taken when it begins to listen. */
  readonly first?: () => Iterable<T>
}

/**
 * The events of an emitter as an async iterator that ends when `signal` aborts. Events that come while the
 * consumer is busy wait, up to `limit`; beyond it the oldest is dropped (`onDrop` hears of it), so that a
 * slow consumer never holds the memory of the producer.
 */
export async function* eventStream<T>(
  source: Emitter<T>,
  signal?: StopSignal,
  { limit = 1000, onDrop, first }: EventStreamOptions<T> = {},
): AsyncGenerator<T, void, void> {
  const waiting: T[] = []
  let wake: () => void = () => {}
  using _subscription = source.on(event => {
    if (waiting.length >= limit) {
      waiting.shift()
      onDrop?.()
    }
    waiting.push(event)
    wake()
  })
  const stop = () => wake()
  signal?.addEventListener('abort', stop)
  // Only now that it listens: what happens while these are taken is not missed.
  waiting.push(...(first?.() ?? []))
  try {
    while (!signal?.aborted) {
      const event = waiting.shift()
      if (event !== undefined) yield event
      else await new Promise<void>(resolve => (wake = resolve))
    }
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}
