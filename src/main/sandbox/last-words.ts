/**
 * Last words of a process that its own watchdog ends, one JSON line on standard output: written by a thread that
 * still runs when the main one hangs.
 */
export interface LastWords {
  readonly kind: 'last-words'
  /** The node whose script hung or ate the memory; absent where none ran. */
  readonly node?: string
  readonly reason: 'hung' | 'memory'
}

export function isLastWords(message: unknown): message is LastWords {
  return (
    typeof message === 'object' &&
    message !== null &&
    'kind' in message &&
    message.kind === 'last-words'
  )
}
