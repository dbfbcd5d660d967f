/**
 * Throws unless the two are alike as JSON is: numbers, texts, arrays and objects by value.
 *
 * @example
 * import { equal } from '@wireharp/testing'
 *
 * equal({ note: 60 }, { note: 60 })
 */
export function equal(actual: unknown, expected: unknown): void {
  if (!isAlike(actual, expected)) {
    throw new Error(`It is ${shown(actual)}, not ${shown(expected)}`)
  }
}

/**
 * Throws unless a number is as near to another as the tolerance, 1e-6 if left out.
 *
 * @example
 * import { near } from '@wireharp/testing'
 *
 * near(0.1 + 0.2, 0.3)
 */
export function near(actual: number | undefined, expected: number, tolerance = 1e-6): void {
  if (actual !== undefined && Math.abs(actual - expected) <= tolerance) return
  throw new Error(`It is ${actual}, not ${expected} ± ${tolerance}`)
}

/**
 * Throws with the sentence unless the value holds.
 *
 * @example
 * import { ok } from '@wireharp/testing'
 *
 * ok([1].includes(1), 'the list holds the number')
 */
export function ok(value: boolean, sentence: string): void {
  if (!value) throw new Error(`It does not hold: ${sentence}`)
}

/**
 * Rejects unless the promise is rejected with a message that fits.
 *
 * @example
 * import { rejects } from '@wireharp/testing'
 *
 * await rejects(Promise.reject(new Error('out of reach')), /reach/)
 */
export async function rejects(promise: Promise<unknown>, message: RegExp): Promise<void> {
  let said: string
  try {
    await promise
    said = 'it was not rejected'
  } catch (thrown) {
    said = thrown instanceof Error ? thrown.message : String(thrown)
    if (message.test(said)) return
  }
  throw new Error(`Expected a rejection with ${message}, but ${said}`)
}

function isAlike(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (!isObject(a) || !isObject(b)) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every(key => key in b && isAlike(Reflect.get(a, key), Reflect.get(b, key)))
  )
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function shown(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value))
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
