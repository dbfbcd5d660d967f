import { z } from 'zod'
import { colorSchema } from './groups'

/** Pictures that a plugin can stand under, by their names in the Lucide set. */
export const iconNames = [
  'activity',
  'audio-lines',
  'audio-waveform',
  'bell',
  'bot',
  'boxes',
  'drum',
  'ear',
  'flame',
  'gauge',
  'guitar',
  'headphones',
  'heart',
  'keyboard-music',
  'megaphone',
  'metronome',
  'mic',
  'moon',
  'music',
  'piano',
  'radio',
  'sliders-horizontal',
  'snowflake',
  'sparkles',
  'speaker',
  'star',
  'sun',
  'waves',
  'wind',
  'zap',
] as const
export const iconNameSchema = z.enum(iconNames)
export type IconName = z.infer<typeof iconNameSchema>

/** A picture and a colour: no file, so that nothing has to be drawn or trusted. */
export const pluginIconSchema = z.strictObject({
  name: iconNameSchema.describe('A picture of the Lucide set.'),
  color: colorSchema.optional().describe('Its colour, as nodes have them.'),
})
export type PluginIcon = z.infer<typeof pluginIconSchema>
