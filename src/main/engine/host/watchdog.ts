import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Bytes } from '#shared/kit'
import { rootFolder } from '../../kit'

export interface WatchdogData {
  readonly board: SharedArrayBuffer
  /** How much the process may grow beyond its size at start. */
  readonly growth: Bytes
}

/** V8's own limit does not bound what lies outside its heap. */
const GROWTH: Bytes = 1024 * 2 ** 20

/**
 * Watches the main thread through shared memory from a thread of its own, which kills the process when a
 * script hangs it or eats the memory: nothing gentler can, since isolate and main thread are one. It leaves
 * last words on standard output.
 */
export class Watchdog implements Disposable {
  readonly #worker: Worker

  constructor(board: SharedArrayBuffer) {
    const workerData: WatchdogData = { board, growth: GROWTH }
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

  [Symbol.dispose](): void {
    void this.#worker.terminate()
  }
}
