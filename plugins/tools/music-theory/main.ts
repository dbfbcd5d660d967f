import {
  definePlugin,
  frequencyToNote,
  noteName,
  noteToFrequency,
  number,
  parseNote,
  tool,
} from '@wireharp/sdk'
import { chordNames } from './chord-names'
import { delayTimes } from './delay-times'
import manifest from './plugin.json'

/** A MIDI note number, given as one or by name. */
function noteOf(value: unknown): number {
  const note = typeof value === 'string' ? parseNote(value) : value
  if (typeof note === 'number') return note
  throw new Error(`“${String(value)}” is no note; write it as C4, F#3 or Bb5`)
}

export default definePlugin(manifest, {
  tools: {
    'chord-name': tool(({ notes }) => {
      const numbers = (Array.isArray(notes) ? notes : []).map(noteOf)
      return { names: chordNames(numbers), notes: numbers.map(note => noteName(note)) }
    }),
    'delay-times': tool(input => ({ times: delayTimes(number(input, 'tempo')) })),
    'note-frequency': tool(input => {
      const a4 = number(input, 'a4', 440)
      const exact =
        input['note'] === undefined
          ? frequencyToNote(number(input, 'frequency'), a4)
          : noteOf(input['note'])
      const note = Math.round(exact)
      const cents = Math.round((exact - note) * 10_000) / 100
      return { note, name: noteName(note), frequency: noteToFrequency(exact, a4), cents }
    }),
  },
})
