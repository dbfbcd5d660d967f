import { expect } from 'vitest'
import { outcomesOf, type Probe } from './probe'
import { LIMITS, MOST_RSS, type Result, type Ring } from './ring'

/** What sound waits at most beyond a deadline. */
const TOLERANCE_MS = 100
/** A machine that stands still for a moment is no fault of ours: what was late is tried again. */
const TRIES = 3

export interface Attacked extends Result {
  readonly row: string
  readonly name: string
}

/** Lets a hostile plugin in, and asserts that it did no harm. */
export async function attack(ring: Ring, probe: Probe): Promise<Attacked> {
  let result = await ring.run(probe)
  for (let tries = 1; tries < TRIES && !isGood(probe, result); tries++) {
    result = await ring.run(probe)
  }
  expect(outcomesOf(probe.ends)).toContain(result.outcome)
  if (probe.says !== undefined) expect(result.message).toContain(probe.says)
  const { identical, nextWorks } = result
  expect({ identical, nextWorks }).toEqual({ identical: true, nextWorks: true })
  expect(result.blockMs).toBeLessThan(LIMITS.callMs + TOLERANCE_MS)
  if (!isDead(result)) expect(result.peakRss).toBeLessThan(MOST_RSS)
  return { row: probe.row, name: probe.name, ...result }
}

function isGood(probe: Probe, result: Result): boolean {
  const inTime = result.blockMs < LIMITS.callMs + TOLERANCE_MS
  return inTime && outcomesOf(probe.ends).includes(result.outcome)
}

function isDead({ outcome }: Result): boolean {
  return outcome === 'killed' || outcome === 'memory'
}
