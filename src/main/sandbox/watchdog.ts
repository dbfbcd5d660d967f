import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Bytes } from '#shared/kit'
import { rootFolder } from '../kit'

export interface WatchdogData {
  readonly board: SharedArrayBuffer
  /** Of work that goes on beside the main thread’s. */
  readonly apart?: SharedArrayBuffer
  /** How much the process may grow beyond its size at start. */
  readonly growth: Bytes
  /** How long a call may hang beyond what it is allowed. */
  readonly graceMs: number
  /** The process goes when this one has gone. */
  readonly parent?: number
}

/** V8's own limit does not bound what lies outside its heap. */
const GROWTH: Bytes = 1024 * 2 ** 20
/** A timeout ends what it can end; a call that lasts this much longer hangs in native code. */
const GRACE_MS = 100

/**
 * Watches the main thread through shared memory from a thread of its own, which kills the process when a
 * script hangs it or eats the memory: nothing gentler can, since isolate and main thread are one. It leaves
 * last words on standard output.
 */
export class Watchdog implements Disposable {
  readonly #worker: Worker

  constructor(board: SharedArrayBuffer, limits: Partial<Omit<WatchdogData, 'board'>> = {}) {
    const workerData: WatchdogData = { board, growth: GROWTH, graceMs: GRACE_MS, ...limits }
    this.#worker = new Worker(join(rootFolder(), 'out/main/watchdog-thread.js'), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: 16 },
    })
    this.#worker.unref()
  }

  /** Which node the next slot of the board is. */
  name(node: string): void {
    this.#worker.postMessage(node)
  }

  /** From now on it may grow so much. */
  allow(growth: Bytes): void {
    this.#worker.postMessage(growth)
  }

  [Symbol.dispose](): void {
    void this.#worker.terminate()
  }
}
