import type { FlatNote } from '#shared/graph'
import { clamp } from '#shared/kit'
import { sevenBits, strike, type TickEvent } from './track-events'

const MEMBERS = 15
/** Semitones of a full bend, which is what MPE begins with. */
const BEND = 48
/** Timbre of a note that says none: the middle, as MPE has it. */
const PLAIN_TIMBRE = 64

/**
 * Notes with expression as MPE (MIDI Polyphonic Expression 1.0): one zone of 15 channels, each note on the channel
 * that has been free for longest. Of more than 15 at once some share a channel, and its bend.
 */
export function expressiveTrack(notes: readonly FlatNote[]): TickEvent[] {
  const free = Array.from({ length: MEMBERS }, () => 0)
  return [
    control(0, 0, 101, 0),
    control(0, 0, 100, 6),
    control(0, 0, 6, MEMBERS),
    ...notes.flatMap(note => {
      const member = free.indexOf(Math.min(...free))
      free[member] = Math.max(note.off, free[member] ?? 0)
      return expressiveNote(note, member + 1)
    }),
  ]
}

function expressiveNote(note: FlatNote, channel: number): TickEvent[] {
  const { on, key, pitch, pressure, timbre } = note
  const number = Math.round(key)
  const first = { at: on, value: 0 }
  return [
    ...[first, ...pitch].map(({ at, value }) => bend(at, channel, key - number + value)),
    ...[first, ...pressure].map(({ at, value }): TickEvent => {
      const amount = sevenBits(value)
      return { tick: at, event: { deltaTime: 0, type: 'channelAftertouch', channel, amount } }
    }),
    control(on, channel, 74, PLAIN_TIMBRE),
    ...timbre.map(({ at, value }) => control(at, channel, 74, sevenBits(value))),
    ...strike(note, number, channel),
  ]
}

function bend(tick: number, channel: number, semitones: number): TickEvent {
  const value = clamp(Math.round((semitones / BEND) * 8192), -8192, 8191)
  return { tick, event: { deltaTime: 0, type: 'pitchBend', channel, value } }
}

function control(tick: number, channel: number, controllerType: number, value: number): TickEvent {
  return { tick, event: { deltaTime: 0, type: 'controller', channel, controllerType, value } }
}
