import type { ScriptLimits } from '../../sandbox'

/**
 * In real time a call that takes longer than the look-ahead is lost anyway; some more is allowed, so that a
 * busy machine does not cost a plugin its place. The quantum itself lasts 2.7 ms at 48 kHz.
 */
export const realTimeLimits: ScriptLimits = {
  heapMb: 64,
  setUpMs: 500,
  callMs: 100,
  furtherMs: 10,
  behindMs: 1000,
}

/**
 * Offline nobody waits for the next quantum, and a slow script is no fault. Long calls cost least; one that hangs is found
 * out after as long as eight quanta may take.
 */
export const offlineLimits: ScriptLimits = {
  heapMb: 64,
  setUpMs: 2000,
  callMs: 1000,
  mostMs: 8000,
  quanta: 32,
}

/**
 * For plugins in processes of their own. Sound waits little for them: a call that has no answer after 8 ms and a
 * millisecond a quantum is given up, and half of the sound's time is the most that one of them may take.
 */
export const realTimeHostLimits: ScriptLimits = {
  ...realTimeLimits,
  waitMs: 8,
  share: 0.5,
  behindMs: 60,
}

/** No call longer than so many milliseconds; 0 leaves all as it is. */
export function atMost(limits: ScriptLimits, mostMs: number): ScriptLimits {
  return mostMs > 0 ? { ...limits, callMs: Math.min(limits.callMs, mostMs), mostMs } : limits
}
