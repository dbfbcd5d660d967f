/** Decoding for whoever is in another process: nothing of the service comes along. */
export { decodeInto, decodeSound, type DecodedFacts } from './decode-sound'
export { EMBEDDING_SIZE, normalise } from './embedding'
export { shownName } from './sound-name'
export { mend, type OpenSink, type SinkLayout, type SoundSink } from './sound-sink'
