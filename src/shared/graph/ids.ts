import { z } from 'zod'

/** Ids are keys of plain objects, so names that every object already has are not ids. */
export const idSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'an id of 1 to 64 letters, digits, “-” and “_”')
  .refine(id => !(id in Object.prototype), 'an id that is not a name every object has')

/** `<plugin id>/<node id>`; a plugin id may be scoped like an npm name: `@acme/tremolo/tremolo`. */
export const nodeTypeSchema = z
  .string()
  .regex(
    /^(@[a-z0-9][a-z0-9._-]{0,63}\/)?[a-z0-9][a-z0-9._-]{0,63}\/[a-z0-9][a-z0-9-]{0,63}$/,
    'a node type like “gain/gain”',
  )

export const pluginIdSchema = z
  .string()
  .regex(
    /^(@[a-z0-9][a-z0-9._-]{0,63}\/)?[a-z0-9][a-z0-9._-]{0,63}$/,
    'a plugin id like “gain” or “@acme/tremolo”',
  )

/** Of a file's bytes. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hex')

export type NodeId = string
export type CableId = string
export type PortId = string
export type ParamId = string
export type NodeType = string
/** SHA-256 of the audio file's bytes, 64 hex digits. */
export type AssetId = string

/** Plugin id of a node type: what stands before its last slash. */
export function pluginOf(type: NodeType): string {
  return type.slice(0, type.lastIndexOf('/'))
}
