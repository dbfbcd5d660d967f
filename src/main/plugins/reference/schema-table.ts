type Fields = Readonly<Record<string, unknown>>

/** The properties of an object in a JSON Schema as a Markdown table. */
export function schemaTable(schema: unknown): string {
  const { properties, required } = read(schema)
  const must = Array.isArray(required) ? required : []
  const rows = Object.entries(read(properties)).map(([name, value]) => {
    const property = read(value)
    const fallback = property['default']
    const isEmpty = fallback === undefined || /^(\{\}|\[\]|"")$/.test(JSON.stringify(fallback))
    return [
      `\`${name}\`${must.includes(name) ? ' *' : ''}`,
      typeOf(property),
      `${meaningOf(property)}${isEmpty ? '' : ` Default: \`${JSON.stringify(fallback)}\`.`}`,
    ]
  })
  return markdownTable(['Field', 'Type', 'Meaning'], rows)
}

export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

/** The part of a schema at a path of keys; `*` stands for what any key of a record holds. */
export function schemaAt(schema: unknown, ...path: readonly (string | number)[]): unknown {
  let at: unknown = schema
  for (const key of path) {
    const { properties, additionalProperties, items } = read(at)
    if (key === '*') at = additionalProperties ?? items
    else if (typeof key === 'number') at = alternatives(at)[key]
    else at = read(properties)[key]
  }
  return at
}

function alternatives(schema: unknown): readonly unknown[] {
  const { anyOf, oneOf } = read(schema)
  const found = anyOf ?? oneOf
  return Array.isArray(found) ? found : []
}

function typeOf(property: Fields): string {
  const { type, enum: options, const: only, items, additionalProperties } = property
  if (only !== undefined) return `\`${JSON.stringify(only)}\``
  if (Array.isArray(options)) return options.map(option => `\`${String(option)}\``).join(', ')
  const either = alternatives(property)
  if (either.length > 0) {
    return [...new Set(either.map(each => typeOf(read(each))))].join(' or ')
  }
  if (type === 'array') return `list of ${plural(typeOf(read(items)))}`
  if (type === 'object') {
    const inner = read(additionalProperties)
    return Object.keys(inner).length === 0 ? 'object' : `${plural(typeOf(inner))} by key`
  }
  return typeof type === 'string' ? type : 'any value'
}

function plural(type: string): string {
  return /^[a-z]+$/.test(type) ? `${type}s` : type
}

function meaningOf({ description, minimum, maximum, maxLength }: Fields): string {
  const said = typeof description === 'string' ? description : ''
  const limits = [
    typeof minimum === 'number' && Math.abs(minimum) < 1e15 ? `at least ${minimum}` : '',
    typeof maximum === 'number' && Math.abs(maximum) < 1e15 ? `at most ${maximum}` : '',
    typeof maxLength === 'number' ? `up to ${maxLength} letters` : '',
  ].filter(Boolean)
  const limit = limits.length === 0 ? '' : ` (${limits.join(', ')})`
  return `${said}${limit}`.trim().replaceAll('|', '\\|')
}

function read(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
