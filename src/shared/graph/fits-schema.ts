import type { JsonSchema } from './contributions'

/** Words of JSON Schema that say nothing of the value. */
const silent = new Set(['$schema', '$id', 'title', 'description', 'default', 'examples'])
const MAX_DEPTH = 16

/**
 * Whether a value fits a JSON Schema, where no code may be made of the schema: in the page. It knows the words that messages
 * need (type, enum, const, properties, required, additionalProperties, items and the bounds); a schema with any other word
 * fits nothing.
 */
export function fitsSchema(schema: JsonSchema, value: unknown, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false
  return Object.entries(schema).every(([word, said]) => fitsWord(word, said, value, schema, depth))
}

function fitsWord(
  word: string,
  said: unknown,
  value: unknown,
  schema: JsonSchema,
  depth: number,
): boolean {
  if (silent.has(word)) return true
  switch (word) {
    case 'type':
      return (Array.isArray(said) ? said : [said]).some(type => isOfType(type, value))
    case 'enum':
      return Array.isArray(said) && said.includes(value)
    case 'const':
      return said === value
    case 'minimum':
      return typeof value !== 'number' || (typeof said === 'number' && value >= said)
    case 'maximum':
      return typeof value !== 'number' || (typeof said === 'number' && value <= said)
    case 'minLength':
    case 'minItems':
      return !hasLength(value) || (typeof said === 'number' && value.length >= said)
    case 'maxLength':
    case 'maxItems':
      return !hasLength(value) || (typeof said === 'number' && value.length <= said)
    case 'required':
      return (
        !isRecord(value) ||
        (Array.isArray(said) && said.every(key => Object.hasOwn(value, String(key))))
      )
    case 'properties':
      return fitsProperties(said, value, depth)
    case 'additionalProperties':
      return said === true || fitsOthers(said, schema['properties'], value, depth)
    case 'items':
      return (
        !Array.isArray(value) ||
        (isRecord(said) && value.every(item => fitsSchema(said, item, depth + 1)))
      )
    default:
      return false
  }
}

function isOfType(type: unknown, value: unknown): boolean {
  switch (type) {
    case 'null':
      return typeof value === 'object' && !value
    case 'array':
      return Array.isArray(value)
    case 'object':
      return isRecord(value)
    case 'integer':
      return Number.isInteger(value)
    case 'number':
      return typeof value === 'number' && Number.isFinite(value)
    default:
      return (type === 'string' || type === 'boolean') && typeof value === type
  }
}

function fitsProperties(said: unknown, value: unknown, depth: number): boolean {
  if (!isRecord(value)) return true
  if (!isRecord(said)) return false
  return Object.entries(said).every(
    ([key, inner]) =>
      !Object.hasOwn(value, key) || (isRecord(inner) && fitsSchema(inner, value[key], depth + 1)),
  )
}

function fitsOthers(said: unknown, properties: unknown, value: unknown, depth: number): boolean {
  if (!isRecord(value)) return true
  const known = isRecord(properties) ? properties : {}
  const others = Object.keys(value).filter(key => !Object.hasOwn(known, key))
  if (said === false) return others.length === 0
  return isRecord(said) && others.every(key => fitsSchema(said, value[key], depth + 1))
}

function hasLength(value: unknown): value is string | readonly unknown[] {
  return typeof value === 'string' || Array.isArray(value)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
