export type { ByteReader } from './byte-reader'
export { EMBEDDED_ID, encodeEmbedded, MAX_EMBEDDED_BYTES } from './payload'
export { readEmbeddedProject } from './read-embedded'
