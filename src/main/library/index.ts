export { decodeSound, type DecodedFacts, type DecodeJob } from './decode-sound'
export type { Imported } from './import-sound'
export {
  createLibraryService,
  type LibraryService,
  type LibraryServiceParts,
  type ProjectSource,
} from './library-service'
export { workerDecoder, type RunDecoder } from './run-decoder'
export type { DecodedSound } from './sound-cache'
export {
  EMBEDDING_SIZE,
  normalise,
  type Embedding,
  type EmbeddingProvider,
  type EmbeddingTask,
  type ProviderState,
} from './embedding'
