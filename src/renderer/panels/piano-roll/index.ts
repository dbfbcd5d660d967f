export { PianoRoll } from './PianoRoll'
