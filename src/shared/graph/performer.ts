import { z } from 'zod'
import { allDiffer } from './groups'
import { idSchema } from './ids'
import { paramValueSchema } from './params'

export const MAX_CONTROLS = 1000
export const MAX_SNAPSHOTS = 1000
export const MAX_MIDI_MAPPINGS = 1000

/** A control of the performer view. */
export const performerControlSchema = z.strictObject({
  id: idSchema,
  node: idSchema,
  param: idSchema,
  /** Instead of the parameter’s own. */
  label: z.string().max(100).optional(),
  row: z.int().min(0).max(1000).optional(),
  column: z.int().min(0).max(1000).optional(),
})
export type PerformerControl = z.infer<typeof performerControlSchema>

export const performerControlsSchema = z
  .array(performerControlSchema)
  .max(MAX_CONTROLS)
  .refine(controls => allDiffer(controls.map(({ id }) => id)), 'controls of different ids')

export const performerSchema = z.strictObject({ controls: performerControlsSchema })
export type Performer = z.infer<typeof performerSchema>

const snapshotName = z.string().min(1).max(200)
const snapshotValues = z.record(idSchema, z.record(idSchema, paramValueSchema))

/** Values to come back to: of one node, or of all that it names. */
export const snapshotSchema = z.strictObject({
  id: idSchema,
  name: snapshotName,
  /** Whose it is; of the whole project where there is none. */
  node: idSchema.optional(),
  /** By node and parameter. */
  values: snapshotValues,
})
export type ParamSnapshot = z.infer<typeof snapshotSchema>

export const snapshotPatchSchema = z.strictObject({
  name: snapshotName.optional(),
  values: snapshotValues.optional(),
})

const placeSchema = z.number().min(0).max(1)

/** A controller of a MIDI device that turns a parameter. */
export const midiMappingSchema = z.strictObject({
  id: idSchema,
  node: idSchema,
  param: idSchema,
  /** 1 to 16; any where there is none. */
  channel: z.int().min(1).max(16).optional(),
  controller: z.int().min(0).max(127),
  /** The device’s name; any where there is none. */
  device: z.string().min(1).max(200).optional(),
  /** Places of the knob where the controller is down and up, 0 to 1: all of its way where there are none. Down may be above up. */
  from: placeSchema.optional(),
  to: placeSchema.optional(),
})
export type MidiMapping = z.infer<typeof midiMappingSchema>
