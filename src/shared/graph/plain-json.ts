/** What plugins keep in a node may nest so deep; with the document around it the file still opens. */
const MAX_DEPTH = 32

/** Names by which JSON becomes a prototype; no file that holds one is opened. */
const forbidden = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Whether a value comes back the same from JSON: null, booleans, finite numbers, strings, arrays and plain
 * objects of them, neither deep nor cyclic. Level by level, so that no depth overflows the stack.
 */
export function isPlainJson(value: unknown): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return false
    const next: unknown[] = []
    for (const item of level) {
      if (!isPlain(item)) return false
      if (typeof item === 'object' && item !== null) {
        for (const inner of Object.values(item)) next.push(inner)
      }
    }
    level = next
  }
  return true
}

function isPlain(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  return typeof value === 'object' && (Array.isArray(value) || isPlainObject(value))
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && prototype !== Object.prototype) return false
  return Object.keys(value).every(key => !forbidden.has(key))
}
