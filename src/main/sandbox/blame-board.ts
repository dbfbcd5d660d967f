/**
 * Who runs right now, written by the engine's main thread and read by its watchdog: plain memory, because a
 * thread that hangs in native code answers nothing.
 */
export interface BlameBoard {
  readonly shared: SharedArrayBuffer
  /** Marks that the script of this slot begins a call which may last so long. */
  enter(slot: number, allowedMs: number): void
  leave(): void
}

export interface Blame {
  readonly slot: number
  /** Another number for every call. */
  readonly call: number
  readonly allowedMs: number
}

const RUNNING = 0
const CALLS = 1
const ALLOWED = 2

export function createBlameBoard(): BlameBoard {
  const shared = new SharedArrayBuffer(12)
  const words = new Int32Array(shared)
  return {
    shared,
    enter: (slot, allowedMs) => {
      words[CALLS] = ((words[CALLS] ?? 0) + 1) | 0
      words[ALLOWED] = allowedMs
      Atomics.store(words, RUNNING, slot + 1)
    },
    leave: () => {
      Atomics.store(words, RUNNING, 0)
    },
  }
}

/** What the board says; undefined where no script runs. */
export function readBlame(shared: SharedArrayBuffer): Blame | undefined {
  const words = new Int32Array(shared)
  const running = Atomics.load(words, RUNNING)
  if (running === 0) return undefined
  return { slot: running - 1, call: words[CALLS] ?? 0, allowedMs: words[ALLOWED] ?? 0 }
}
