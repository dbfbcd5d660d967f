import type { MidiEvent } from 'midi-file'
import type { FlatNote } from '#shared/graph'
import { clamp } from '#shared/kit'

/** An event of a track to be, at its tick from the beginning. */
export interface TickEvent {
  readonly tick: number
  readonly event: MidiEvent
}

/** All but the tenth, which is the drums’. */
const channels = [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15] as const

/** Notes of whole keys without expression, on one channel. */
export function plainTrack(notes: readonly FlatNote[], index: number): TickEvent[] {
  const channel = channels[index % channels.length] ?? 0
  return notes.flatMap(note => strike(note, Math.round(note.key), channel))
}

/** Beginning and end of a note. */
export function strike(
  { on, off, velocity, release }: FlatNote,
  noteNumber: number,
  channel: number,
): TickEvent[] {
  // Of velocity 0 it would be an end.
  const strength = Math.max(1, sevenBits(velocity))
  const end = { deltaTime: 0, channel, noteNumber, velocity: sevenBits(release) }
  return [
    {
      tick: on,
      event: { deltaTime: 0, type: 'noteOn', channel, noteNumber, velocity: strength },
    },
    { tick: off, event: { type: 'noteOff', ...end } },
  ]
}

export function sevenBits(share: number): number {
  return clamp(Math.round(share * 127), 0, 127)
}

/** The events of a track one after the other: at one tick ends come first, and beginnings last. */
export function inOrder(events: readonly TickEvent[]): MidiEvent[] {
  const rank = ({ event }: TickEvent) =>
    event.type === 'noteOff' ? 0 : event.type === 'noteOn' ? 2 : 1
  const sorted = events
    .map(({ tick, event }) => ({ tick: Math.round(tick), event }))
    .toSorted((a, b) => a.tick - b.tick || rank(a) - rank(b))
  let before = 0
  const list = sorted.map(({ tick, event }): MidiEvent => {
    const deltaTime = tick - before
    before = tick
    return { ...event, deltaTime }
  })
  return [...list, { deltaTime: 0, meta: true, type: 'endOfTrack' }]
}

/** A text as UTF-8, each letter one byte, as the writer wants it. */
export function bytesOfText(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text))
}
