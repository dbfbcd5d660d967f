export { convertSound } from './convert-sound'
export { melBands, type MelBand } from './mel-bands'
export {
  rawSoundSchema,
  readAtRate,
  readPieces,
  toMono,
  windows,
  type RawSound,
} from './read-sound'
export { SoundReader } from './sound-reader'
export { WavParts } from './wav-parts'
