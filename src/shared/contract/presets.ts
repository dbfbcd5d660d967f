import { oc, type } from '@orpc/contract'
import { z } from 'zod'
import {
  MAX_PRESET_LETTERS,
  nodeTypeSchema,
  presetNameSchema,
  presetParamsSchema,
  type PresetFile,
} from '../graph'
import type { Failure } from '../kit'

/** A preset as it is kept: one that came with the plugin, or one of the user's own. */
export interface Preset extends Omit<PresetFile, 'format' | 'version' | '$schema'> {
  readonly id: string
  readonly origin: 'factory' | 'user'
  readonly favourite: boolean
}

export interface PresetList {
  /** Those of the plugin first, each kind by name. */
  readonly presets: readonly Preset[]
  /** Files that could not be read. */
  readonly problems: readonly Failure[]
}

const presetRef = z.strictObject({ type: nodeTypeSchema, id: z.string().regex(/^[\w-]{1,120}$/) })

export const presetsContract = {
  list: oc
    .route({ method: 'GET', path: '/presets', summary: 'The presets of a type of node.' })
    .input(z.strictObject({ type: nodeTypeSchema }))
    .output(type<PresetList>()),
  /** Under a name that the user has already, only with `replace`. */
  save: oc
    .route({ method: 'POST', path: '/presets', summary: 'Keeps a preset of the user’s own.' })
    .input(
      z.strictObject({
        type: nodeTypeSchema,
        name: presetNameSchema,
        params: presetParamsSchema,
        replace: z.boolean().default(false),
      }),
    )
    .output(type<Preset>()),
  rename: oc
    .route({ method: 'POST', path: '/presets/rename', summary: 'Renames one of the user’s own.' })
    .input(presetRef.extend({ name: presetNameSchema }))
    .output(type<Preset>()),
  remove: oc
    .route({ method: 'POST', path: '/presets/remove', summary: 'Deletes one of the user’s own.' })
    .input(presetRef)
    .output(type<void>()),
  setFavourite: oc
    .route({ method: 'POST', path: '/presets/favourite', summary: 'Marks a preset, or not.' })
    .input(presetRef.extend({ favourite: z.boolean() }))
    .output(type<void>()),
  /** Takes a preset file in among the user's own. */
  import: oc
    .route({ method: 'POST', path: '/presets/import', summary: 'Takes a preset file in.' })
    .input(
      z.strictObject({
        text: z.string().max(MAX_PRESET_LETTERS),
        replace: z.boolean().default(false),
      }),
    )
    .output(type<Preset>()),
}
