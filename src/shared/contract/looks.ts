import { z } from 'zod'
import { idSchema } from '../graph'

/**
 * Something that a page looks at while it sounds: what kernels of a node measure, or the signal that leaves an output.
 * Only what is looked at is sent, some thirty times a second, beside the sound (see `audio-stream`).
 */
export const lookSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('readouts'),
    /** An id of the engine's graph: of a node within another, `outer.inner`. */
    node: z.string().min(1).max(512),
    readouts: z
      .array(z.strictObject({ kernel: idSchema, readout: idSchema }))
      .min(1)
      .max(16),
  }),
  z.strictObject({
    kind: z.literal('output'),
    node: z.string().min(1).max(512),
    port: idSchema,
  }),
])
export type Look = z.infer<typeof lookSchema>

/** Looks of one page at a time. */
export const MOST_LOOKS = 64

/** By which number each look of the call is found in the frames, in their order; or why there is nothing to see. */
export type LookEvent = { readonly kind: 'looking'; readonly slots: readonly number[] }

/** Frames of an output that a frame has: enough for a spectrum, and more than sound between two frames. */
export const LOOK_WINDOW = 4096

/** Counts the frames of an output; it starts over at this number, which f32 still holds. */
export const LOOK_COUNT = 2 ** 24

/**
 * What a look saw. Of readouts: a section each, in the order of the look, empty where there is no such thing. Of an
 * output: the count of its frames so far, then a section a channel, two at most, of its last `LOOK_WINDOW` frames.
 */
export type LookSections = readonly Float32Array[]

/** Calls `take` with each look of a frame: [slot, sections, then of each section its length and its numbers]. */
export function readLooks(
  frame: Float32Array,
  take: (slot: number, sections: LookSections) => void,
): void {
  let at = 0
  while (at + 2 <= frame.length) {
    const slot = frame[at] ?? 0
    const count = frame[at + 1] ?? 0
    at += 2
    const sections: Float32Array[] = []
    for (let section = 0; section < count; section++) {
      const length = frame[at] ?? 0
      sections.push(frame.subarray(at + 1, at + 1 + length))
      at += 1 + length
    }
    take(slot, sections)
  }
}
