import { z } from 'zod'
import { automationValueSchema, curveSchema } from './automation'
import { idSchema } from './ids'
import { beatLengthSchema, beatSchema, colourSchema, nameSchema } from './time-base'

export const MAX_CLIP_NOTES = 100_000
const MAX_EXPRESSION = 10_000

const share = z.number().min(0).max(1)

/** A change while a note sounds: from this beat of the note on the value holds, until the next point. */
function expression(value: z.ZodNumber) {
  return z
    .array(z.strictObject({ beat: beatSchema, value }))
    .max(MAX_EXPRESSION)
    .refine(
      points => points.every(({ beat }, index) => beat >= (points[index - 1]?.beat ?? 0)),
      'points in order of their beats',
    )
    .optional()
}

export const noteSchema = z.strictObject({
  id: idSchema,
  /** Beats from the beginning of the clip's content. */
  start: beatSchema,
  length: beatLengthSchema,
  /** Semitones; 60 is middle C, and fractions are allowed. */
  key: z.number().min(0).max(127),
  velocity: share,
  release: share.optional(),
  /** Semitones up from the key. */
  pitch: expression(z.number().min(-127).max(127)),
  pressure: expression(share),
  timbre: expression(share),
})
export type Note = z.infer<typeof noteSchema>
export type ExpressionPoint = NonNullable<Note['pitch']>[number]

const place = {
  id: idSchema,
  /** Where it begins on the timeline. */
  start: beatSchema,
  length: beatLengthSchema,
  name: nameSchema.optional(),
  colour: colourSchema.optional(),
  muted: z.boolean().optional(),
}

/** Shorter loops would be noise rather than notes. */
const loopSchema = z
  .number()
  .min(1 / 16)
  .max(2e7)

export const noteClipSchema = z.strictObject({
  kind: z.literal('notes'),
  ...place,
  /** A node with an output of kind `notes`. */
  node: idSchema,
  /** The beat of its content that it begins with. */
  offset: beatSchema,
  /** The content repeats after so many beats. */
  loop: loopSchema.optional(),
  notes: z
    .record(idSchema, noteSchema)
    .refine(
      notes => Object.keys(notes).length <= MAX_CLIP_NOTES,
      `at most ${MAX_CLIP_NOTES} notes`,
    ),
})
export type NoteClip = z.infer<typeof noteClipSchema>

/** Beats count from the beginning of the clip. */
export const clipPointSchema = z.strictObject({
  beat: beatSchema,
  value: automationValueSchema,
  curve: curveSchema,
})
export type ClipPoint = z.infer<typeof clipPointSchema>

export const clipPointsSchema = z
  .array(clipPointSchema)
  .max(100_000)
  .refine(
    points => points.every(({ beat }, index) => beat >= (points[index - 1]?.beat ?? 0)),
    'points in order of their beats',
  )

export const automationClipSchema = z.strictObject({
  kind: z.literal('automation'),
  ...place,
  node: idSchema,
  param: idSchema,
  points: clipPointsSchema,
})
export type AutomationClip = z.infer<typeof automationClipSchema>

/** Seconds, and how it bends: 0 is a line, above it the fade is steep at first, below it late. */
export const fadeSchema = z.strictObject({
  length: z.number().min(0).max(1e4),
  bend: z.number().min(-1).max(1),
})
export type Fade = z.infer<typeof fadeSchema>

const audioSettings = {
  /** dB. */
  gain: z.number().min(-72).max(24).optional(),
  fadeIn: fadeSchema.optional(),
  fadeOut: fadeSchema.optional(),
  /** Begins again when the sound is over. */
  repeats: z.boolean().optional(),
  /** How many times as fast as recorded; the pitch stays. */
  speed: z.number().min(0.25).max(4).optional(),
  /** Semitones up, whatever the speed. */
  pitch: z.number().min(-24).max(24).optional(),
}

/** A stretch of a sound of the project. */
export const audioClipSchema = z.strictObject({
  kind: z.literal('audio'),
  ...place,
  /** An audio track. */
  node: idSchema,
  asset: z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hex'),
  /** Seconds of the sound, as it was recorded, that are left out at its beginning. */
  offset: z.number().min(0).max(1e6),
  ...audioSettings,
})
export type AudioClip = z.infer<typeof audioClipSchema>

export const clipSchema = z.discriminatedUnion('kind', [
  noteClipSchema,
  automationClipSchema,
  audioClipSchema,
])
export type Clip = z.infer<typeof clipSchema>

/** What `set-clip` changes; an empty name or colour, and a loop of 0, take it away. Offsets of notes are beats, of sounds seconds. */
export const clipPatchSchema = z.strictObject({
  start: beatSchema.optional(),
  length: beatLengthSchema.optional(),
  offset: beatSchema.optional(),
  loop: z.union([z.literal(0), loopSchema]).optional(),
  name: nameSchema.optional(),
  colour: z.union([z.literal(''), colourSchema]).optional(),
  muted: z.boolean().optional(),
  points: clipPointsSchema.optional(),
  ...audioSettings,
})
export type ClipPatch = z.infer<typeof clipPatchSchema>
