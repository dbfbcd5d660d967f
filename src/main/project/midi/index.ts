export type { MidiSong } from './read-midi'
export { loadMidi } from './load-midi'
export { midiEdits, type MidiEdits } from './midi-edits'
export { writeProjectMidi } from './write-midi'
