import type { Frames } from '#shared/kit'
import type { NodeId } from '#shared/graph'

/** What can happen to a note, in the order of the numbers that kernels know it by. */
export const noteKinds = ['off', 'on', 'pitch', 'pressure', 'timbre'] as const
export type NoteKind = (typeof noteKinds)[number]

/** Something that is played just now, on a keyboard. */
export interface LiveEvent {
  readonly kind: NoteKind
  /** Ties what happens to a note to its beginning. */
  readonly id: string
  /** Of a beginning: semitones, 60 is middle C. Of a bend: semitones up from it. */
  readonly key: number
  /** Velocity, pressure or timbre: 0 to 1. */
  readonly value: number
  /** Of the instrument that it comes from: 1 to 16. */
  readonly channel: number
  /** The node that is to play it; where it is left out, all that listen. */
  readonly node?: NodeId
  /** Frames from the beginning of the next block on: 0 is as soon as can be. */
  readonly wait: Frames
}
