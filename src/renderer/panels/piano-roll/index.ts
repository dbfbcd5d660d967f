export { rollCommands } from './commands'
export { PianoRoll } from './PianoRoll'
