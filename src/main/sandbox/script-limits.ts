import { QUANTUM, type Bytes } from '#shared/kit'
import { QUANTA_A_CALL, type ScriptLayout } from './script-block'

export interface ScriptLimits {
  /** MB of V8 heap a plugin. Memory outside the heap is watched from outside. */
  readonly heapMb: number
  /** How long loading, and making a node, may take. */
  readonly setUpMs: number
  /** How long a call for one quantum may take. */
  readonly callMs: number
  /** What each further quantum of a call adds to that; as much again where it is left out. */
  readonly furtherMs?: number
  /** However many quanta it has; without it, as long as all of them together may take. */
  readonly mostMs?: number
  /** Quanta that a call may have; 8 where it is left out. */
  readonly quanta?: number
  /**
   * Nodes of an isolate hand their samples over in the same memory, which so stays in the cache: every call is over, and
   * its outputs are taken, before the next one is prepared.
   */
  readonly common?: boolean
  /** In a process of its own: how long sound waits for an answer; without it, as long as a call may take. */
  readonly waitMs?: number
  /** Part of the sound’s time that all calls together may take; all of it where it is left out. */
  readonly share?: number
  /** How far all calls together may fall behind the sound that they make; without it, however far. */
  readonly behindMs?: number
}

/** What may be less than that for one plugin: policy.yaml says so. */
export type StricterLimits = Partial<Pick<ScriptLimits, 'heapMb' | 'share'>>

/** Never more than there was. */
export function stricter(
  limits: ScriptLimits,
  { heapMb = limits.heapMb, share }: StricterLimits = {},
): ScriptLimits {
  return {
    ...limits,
    heapMb: Math.min(heapMb, limits.heapMb),
    ...(share !== undefined && { share: Math.min(share, limits.share ?? 1) }),
  }
}

/** How long a call for so many quanta may take. */
export function allowedMs(
  { callMs, furtherMs = callMs, mostMs = Number.POSITIVE_INFINITY }: ScriptLimits,
  quanta: number,
): number {
  return Math.min(mostMs, callMs + Math.max(0, quanta - 1) * furtherMs)
}

/** Of the samples that go between the engine and a script in one call: more does not pay. */
const MOST_BYTES: Bytes = 2 ** 19

/** Most quanta of a call, as many as the limits say and fit. */
export function quantaOf(
  { quanta = QUANTA_A_CALL }: ScriptLimits,
  { inputs, outputs, params }: ScriptLayout,
): number {
  const lines = [...inputs, ...outputs].reduce((sum, [, width]) => sum + width, params.length)
  const fitting = Math.floor(MOST_BYTES / (Math.max(1, lines) * QUANTUM * 4))
  return Math.min(quanta, Math.max(QUANTA_A_CALL, fitting))
}
