/** The number that stands in JSON at a path such as `current.temperature` or `list.0.value`. */
export function numberAt(json: unknown, path: string): number {
  const found = path.split('.').reduce(step, json)
  const value = typeof found === 'string' && found.trim() !== '' ? Number(found) : found
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw new Error(`The answer has no number at “${path}”`)
}

function step(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return Reflect.get(value, key)
}
