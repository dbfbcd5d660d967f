import type { Bytes } from '#shared/kit'

/** What one page may ask of a sound connection. */
export interface PageLimits {
  /** Of one message of the page. */
  readonly audioRequestBytes: Bytes
  /** Of one request. */
  readonly audioBlocks: number
  /** Unsent sound, beyond which a reader is too slow and is let go. */
  readonly audioBacklogBytes: Bytes
  /** Milliseconds between two looks whether the page is still there. */
  readonly pingMs: number
}

/** Comes to the engine beside the socket of a page that the shell has let in. */
export interface PageGreeting {
  readonly kind: 'page'
  /** Of the page’s wish for a WebSocket: those that say how. */
  readonly headers: Readonly<Record<string, string>>
  readonly limits: PageLimits
}

/** Both ends are ours and of one build, so the kind says it all. */
export function isPageGreeting(message: unknown): message is PageGreeting {
  return (
    typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'page'
  )
}
