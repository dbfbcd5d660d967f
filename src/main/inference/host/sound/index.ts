export {
  rawSoundSchema,
  readAtRate,
  readPieces,
  toMono,
  windows,
  type RawSound,
} from './read-sound'
