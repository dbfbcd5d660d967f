const KB = 1024
const MB = 1024 * KB
const SECOND = 1000

/** What one client may ask of the server. All of it is far above what the page needs. */
export const limits = {
  /** Connections at a time; the page holds about ten. */
  connections: 256,
  /** Open WebSockets, all pages together. */
  sockets: 64,
  headerBytes: 16 * KB,
  bodyBytes: MB,
  uploadBytes: 2 * 1024 * MB,
  /** A transaction that pastes ten thousand nodes has about 4 MB. */
  callBytes: 16 * MB,
  /** A message on the audio socket has 8. */
  audioRequestBytes: 64,
  /** One request asks for at most ten seconds of sound. */
  audioBlocks: 4096,
  /** Unsent sound, beyond which a reader is too slow and is let go. */
  audioBacklogBytes: 16 * MB,
  fragments: 1024,
  callsAtOnce: 512,
  messagesPerSecond: 5000,
  headersMs: 10 * SECOND,
  bodyMs: 20 * SECOND,
  uploadMs: 60 * 60 * SECOND,
  /** How long a connection may say nothing: between two requests, and in the middle of an upload. */
  idleMs: 30 * SECOND,
  pingMs: 20 * SECOND,
  /** How long an orderly end may take before connections are cut. */
  closeMs: SECOND,
} as const
export type Limits = { readonly [Key in keyof typeof limits]: number }
