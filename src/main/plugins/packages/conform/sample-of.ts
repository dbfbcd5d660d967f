const MOST_DEPTH = 8

/** A small value that fits a JSON Schema, where one can be told: its example, its default, or the least that it takes. */
export function sampleOf(schema: unknown, depth = 0): unknown {
  if (!isObject(schema) || depth > MOST_DEPTH) return {}
  const { examples, const: fixed, default: usual, enum: choices, anyOf, oneOf } = schema
  if (fixed !== undefined) return fixed
  for (const list of [examples, choices]) {
    if (Array.isArray(list) && list.length > 0) return first(list)
  }
  if (usual !== undefined) return usual
  for (const list of [anyOf, oneOf]) {
    if (Array.isArray(list) && list.length > 0) return sampleOf(first(list), depth + 1)
  }
  const type = Array.isArray(schema['type']) ? first(schema['type']) : schema['type']
  switch (type) {
    case 'number':
    case 'integer':
      return numberOf(schema)
    case 'string':
      return 'x'.repeat(sizeOf(schema['minLength'], 1))
    case 'boolean':
      return false
    case 'array':
      return Array.from({ length: sizeOf(schema['minItems'], 0) }, () =>
        sampleOf(schema['items'], depth + 1),
      )
    default:
      return objectOf(schema, depth)
  }
}

function objectOf({ properties, required }: Record<string, unknown>, depth: number): unknown {
  const names = Array.isArray(required) ? required.filter(name => typeof name === 'string') : []
  const known = isObject(properties) ? properties : {}
  return Object.fromEntries(names.map(name => [name, sampleOf(known[name], depth + 1)]))
}

function numberOf({ minimum, exclusiveMinimum, maximum }: Record<string, unknown>): number {
  if (typeof minimum === 'number') return minimum
  if (typeof exclusiveMinimum === 'number') return exclusiveMinimum + 1
  return typeof maximum === 'number' ? Math.min(1, maximum) : 1
}

function sizeOf(least: unknown, otherwise: number): number {
  return typeof least === 'number' ? Math.min(64, least) : otherwise
}

function first(list: readonly unknown[]): unknown {
  return list[0]
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
