export { chunk, fmt, int16, riff, type FormatFields } from './make-wav'
