import { fitsSchema, type JsonSchema, type NodeDefinition, type ParamValue } from '#shared/graph'

/** What a view may be told: as much of the state as its schema names, and nothing where the rest does not fit. */
export function messageFor(
  schema: JsonSchema | undefined,
  state: Readonly<Record<string, unknown>>,
): object | undefined {
  if (schema === undefined) return undefined
  const { properties } = schema
  if (typeof properties !== 'object' || properties === null) return undefined
  const wanted = Object.entries(state).filter(([key]) => Object.hasOwn(properties, key))
  const message: Record<string, unknown> = Object.fromEntries(wanted)
  return fitsSchema(schema, message) ? message : undefined
}

/** What a view wants of its node: a parameter, where its schema allows the message and the node has the parameter. */
export function wishOf(
  schema: JsonSchema | undefined,
  definition: NodeDefinition,
  message: unknown,
): { readonly param: string; readonly value: ParamValue } | undefined {
  // The schema is the plugin’s own: it may take for ever over what is long.
  if (schema === undefined || !isShort(message) || !fitsSchema(schema, message)) return undefined
  if (!('param' in message) || !('value' in message)) return undefined
  const { param, value } = message
  if (typeof param !== 'string' || !Object.hasOwn(definition.params, param)) return undefined
  const isValue =
    typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean'
  return isValue ? { param, value } : undefined
}

const MOST_KEYS = 16
const MOST_LETTERS = 1000

/** A few numbers, texts and the like by name. */
function isShort(message: unknown): message is object {
  if (typeof message !== 'object' || message === null || Array.isArray(message)) return false
  const values: unknown[] = Object.values(message)
  return (
    values.length <= MOST_KEYS &&
    values.every(value =>
      typeof value === 'string' ? value.length <= MOST_LETTERS : typeof value !== 'object',
    )
  )
}
