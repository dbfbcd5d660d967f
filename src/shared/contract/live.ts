import { eventIterator, oc, type } from '@orpc/contract'
import { z } from 'zod'
import type { Beats, ExpressionPoint } from '../graph'
import type { Failure } from '../kit'
import { projectRefSchema } from './project'

const share = z.number().min(0).max(1)

/** Which note of an instrument: a MIDI key number, or any number that the player gives it. */
const note = z.int().min(0).max(1_000_000)

const common = {
  /** MIDI channel; 1 where it is left out. */
  channel: z.int().min(1).max(16).optional(),
  /**
   * When it was played, in milliseconds of the player's own clock (`performance.now()`): what was played a moment
   * apart is heard that moment apart. Without it, it is heard as soon as can be.
   */
  at: z.number().min(0).optional(),
}

/** What moves a note; without `note`, all notes of the channel, and those that begin on it. */
const moving = { ...common, note: note.optional() }

/** Something that a player does. */
export const liveInputSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...{ kind: z.literal('on'), note, velocity: share, ...common },
    /** Semitones, 60 is middle C, and fractions are allowed; the number of the note where it is left out. */
    key: z.number().min(0).max(127).optional(),
    /** Frames on the timeline that were heard when it was played: where it is kept. */
    position: z.number().min(0).optional(),
  }),
  z.strictObject({ kind: z.literal('off'), note, release: share.optional(), ...common }),
  /** Semitones up from the key. */
  z.strictObject({ kind: z.literal('pitch'), semitones: z.number().min(-127).max(127), ...moving }),
  z.strictObject({ kind: z.literal('pressure'), value: share, ...moving }),
  z.strictObject({ kind: z.literal('timbre'), value: share, ...moving }),
  /** The pedal: notes that are let go while it is down go on until it is up. */
  z.strictObject({ kind: z.literal('sustain'), down: z.boolean(), ...common }),
  /** A MIDI message as it came, without running status. */
  z.strictObject({
    ...{ kind: z.literal('midi'), at: common.at },
    bytes: z.array(z.int().min(0).max(255)).min(1).max(3),
    position: z.number().min(0).optional(),
  }),
  /** Everything ends. */
  z.strictObject({ kind: z.literal('silence') }),
])
export type LiveInput = z.infer<typeof liveInputSchema>

/** The connection is there: it ends with the stream, and all that it holds with it. Or there is none. */
export type LiveEvent =
  | { readonly kind: 'connected'; readonly connection: string }
  | { readonly kind: 'refused'; readonly failure: Failure }

/** A note that was played by hand. Points of expression count their beats from its beginning, as in a clip. */
export interface CapturedNote {
  /** Counts what was played in one go: a take ends where play begins, stops or jumps, or after a pause. */
  readonly take: number
  /** On the timeline, as the transport was then; of what was played while it stood, as if it had begun to roll. */
  readonly start: Beats
  readonly length: Beats
  readonly rolling: boolean
  /** Seconds since it began. */
  readonly ago: number
  /** The node that it was played to, if any in particular. */
  readonly node?: string
  readonly channel: number
  readonly key: number
  readonly velocity: number
  readonly release: number
  readonly pitch: readonly ExpressionPoint[]
  readonly pressure: readonly ExpressionPoint[]
  readonly timbre: readonly ExpressionPoint[]
}

export const liveContract = {
  /**
   * Begins to play by hand: while the stream is open the engine sounds even where the transport is stopped
   * (`TransportState.monitoring`), and what is played goes to `node`, or to all nodes that listen to everything. When
   * the stream ends, all its notes do. `mpe`: channels 2 to 16 have a note each, channel 1 is for all of them.
   */
  connect: oc
    .input(
      projectRefSchema.extend({
        node: z.string().max(64).optional(),
        mpe: z.boolean().optional(),
      }),
    )
    .output(eventIterator(type<LiveEvent>())),
  /** Plays, in this order. What belongs to a connection that has ended is not heard. */
  play: oc
    .input(
      z.strictObject({
        connection: z.string().max(64),
        inputs: z.array(liveInputSchema).max(1000),
      }),
    )
    .output(type<void>()),
  /** What was played in the last ten minutes, recorded or not, in the order of its beginnings. */
  captured: oc.input(projectRefSchema).output(type<readonly CapturedNote[]>()),
}
