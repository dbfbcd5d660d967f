import type { JsonSchema } from '#shared/graph'

/** One setting of a plugin, as the form shows it. */
export interface ConfigField {
  readonly key: string
  readonly label: string
  readonly doc: string | undefined
  readonly required: boolean
  readonly control:
    | { readonly kind: 'switch' }
    | { readonly kind: 'choice'; readonly options: readonly (string | number)[] }
    | {
        readonly kind: 'number'
        readonly whole: boolean
        readonly min: number | undefined
        readonly max: number | undefined
      }
    | { readonly kind: 'text' }
    /** Whatever has no control of its own is written as JSON. */
    | { readonly kind: 'json' }
}

/** The fields of a form for a schema of settings: its properties, in the order in which they stand. */
export function configFields(schema: JsonSchema): ConfigField[] {
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  return Object.entries(record(schema['properties'])).map(([key, value]) => {
    const property = record(value)
    return {
      key,
      label: text(property['title']) ?? key,
      doc: text(property['description']),
      required: required.includes(key),
      control: controlOf(property),
    }
  })
}

function controlOf(property: Fields): ConfigField['control'] {
  const options = Array.isArray(property['enum']) ? property['enum'].filter(isOption) : []
  if (options.length > 1 && options.length <= 64) return { kind: 'choice', options }
  switch (property['type']) {
    case 'boolean':
      return { kind: 'switch' }
    case 'number':
    case 'integer':
      return {
        kind: 'number',
        whole: property['type'] === 'integer',
        min: number(property['minimum']),
        max: number(property['maximum']),
      }
    case 'string':
      return { kind: 'text' }
    default:
      return { kind: 'json' }
  }
}

/** The value that was typed into a field, or why it is none. Empty text stands for no value. */
export function typedValue(
  control: ConfigField['control'],
  typed: string,
): { readonly value: unknown } | { readonly problem: string } {
  if (typed.trim() === '' && control.kind !== 'text') return { value: undefined }
  switch (control.kind) {
    case 'number': {
      const value = Number(typed)
      if (!Number.isFinite(value)) return { problem: 'It takes a number.' }
      if (control.whole && !Number.isInteger(value)) return { problem: 'It takes a whole number.' }
      const { min = -Infinity, max = Infinity } = control
      return value >= min && value <= max
        ? { value }
        : { problem: `It goes from ${shown(min)} to ${shown(max)}.` }
    }
    case 'json':
      try {
        const value: unknown = JSON.parse(typed)
        return { value }
      } catch {
        return { problem: 'It takes JSON, such as [1, 2].' }
      }
    case 'text':
    case 'choice':
    case 'switch':
      return { value: typed }
  }
}

function shown(limit: number): string {
  return Number.isFinite(limit) ? String(limit) : limit < 0 ? 'any' : 'as much as you like'
}

type Fields = Readonly<Record<string, unknown>>

function record(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

function isOption(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number'
}
