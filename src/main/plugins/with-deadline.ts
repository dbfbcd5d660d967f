import { createContext, Script } from 'node:vm'

const script = new Script('work()')
const place: { work: () => unknown } = { work: () => undefined }
const context = createContext(place)

/** A machine that is busy or asleep stops the clock's work, not ours: so often it is tried again. */
const TRIES = 5

/** Ends work that does not end by itself. */
export class TookTooLong extends Error {}

/**
 * Runs work that a plugin's data steers (patterns that backtrack, references that multiply), and ends it after
 * `ms`: the timer stops whatever the thread runs. Only time that was spent on the work counts. Throws what the
 * work throws, or TookTooLong. The work may be begun anew.
 */
export function withDeadline<T>(ms: number, work: () => T): T {
  for (let tries = 1; ; tries++) {
    const began = process.cpuUsage()
    try {
      return timed(ms, work)
    } catch (thrown) {
      if (!isTimeout(thrown)) throw thrown
      const { user, system } = process.cpuUsage(began)
      if (tries === TRIES || (user + system) / 1000 > ms * 0.8) throw new TookTooLong()
    }
  }
}

function timed<T>(ms: number, work: () => T): T {
  let result: { value: T } | undefined
  place.work = () => {
    result = { value: work() }
  }
  try {
    script.runInContext(context, { timeout: ms })
  } finally {
    place.work = () => undefined
  }
  if (result === undefined) throw new TookTooLong()
  return result.value
}

/** It is an error of the context's own kind, so that it is none of ours by `instanceof`. */
function isTimeout(thrown: unknown): boolean {
  return (
    typeof thrown === 'object' &&
    thrown !== null &&
    'code' in thrown &&
    thrown.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  )
}
