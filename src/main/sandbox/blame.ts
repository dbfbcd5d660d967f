/**
 * Who runs right now, written by the engine's main thread and read by its watchdog: plain memory, because a
 * thread that hangs in native code answers nothing.
 */
export interface BlameBoard {
  readonly shared: SharedArrayBuffer
  /** Marks that the script of this slot begins. */
  enter(slot: number): void
  leave(): void
}

const RUNNING = 0
const CALLS = 1

export function createBlameBoard(): BlameBoard {
  const shared = new SharedArrayBuffer(8)
  const words = new Int32Array(shared)
  return {
    shared,
    enter: slot => {
      words[CALLS] = ((words[CALLS] ?? 0) + 1) | 0
      Atomics.store(words, RUNNING, slot + 1)
    },
    leave: () => {
      Atomics.store(words, RUNNING, 0)
    },
  }
}

/** The slot that runs and a number that is another for every call; undefined where no script runs. */
export function readBlame(shared: SharedArrayBuffer): { slot: number; call: number } | undefined {
  const words = new Int32Array(shared)
  const running = Atomics.load(words, RUNNING)
  return running === 0 ? undefined : { slot: running - 1, call: words[CALLS] ?? 0 }
}
