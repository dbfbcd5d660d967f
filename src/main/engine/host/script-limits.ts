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

/** Offline nobody waits for the next quantum, and a slow script is no fault. */
export const offlineLimits: ScriptLimits = { heapMb: 64, setUpMs: 2000, callMs: 1000 }
