export interface ScriptLimits {
  /** MB of V8 heap a plugin. Memory outside the heap is watched from outside. */
  readonly heapMb: number
  /** How long loading, and making a node, may take. */
  readonly setUpMs: number
  /** How long a call for one quantum may take. */
  readonly callMs: number
  /** What each further quantum of a call adds to that; as much again where it is left out. */
  readonly furtherMs?: number
  /** In a process of its own: how long sound waits for an answer; without it, as long as a call may take. */
  readonly waitMs?: number
  /** Part of the sound’s time that all calls together may take; all of it where it is left out. */
  readonly share?: number
  /** How far all calls together may fall behind the sound that they make; without it, however far. */
  readonly behindMs?: number
}

/** How long a call for so many quanta may take. */
export function allowedMs({ callMs, furtherMs = callMs }: ScriptLimits, quanta: number): number {
  return callMs + Math.max(0, quanta - 1) * furtherMs
}
