import { createContext, Script } from 'node:vm'

const script = new Script('work()')
const place: { work: () => unknown } = { work: () => undefined }
const context = createContext(place)

/**
 * Runs work that a plugin's data steers (patterns that backtrack, references that multiply), and ends it after
 * `ms`: the timer stops whatever the thread runs. It throws then, as it does where the work itself throws.
 */
export function withDeadline<T>(ms: number, work: () => T): T {
  let result: { value: T } | undefined
  place.work = () => {
    result = { value: work() }
  }
  try {
    script.runInContext(context, { timeout: ms })
  } finally {
    place.work = () => undefined
  }
  if (result === undefined) throw new Error('The work came to no end.')
  return result.value
}
