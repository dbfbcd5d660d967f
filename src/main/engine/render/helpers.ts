import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { rootFolder } from '../../kit'
import type { HelperData } from './helper-thread'
import type { KernelModule } from './kernel-module'

/** What the threads of the executor look at; see `executor.as.ts`. */
export const BOARD_BYTES = 256
/** Where on the board it stands how long a helper looks out for work before it sleeps. */
const PATIENCE = 12

/** Threads that render beside the main one, asleep while there is nothing to do. */
export class Helpers implements Disposable {
  readonly count: number
  readonly playing: boolean
  /** When all of them are awake. */
  readonly ready: Promise<void>
  readonly #end: () => void

  /** `playing`: sound that plays leaves pauses, in which a helper sleeps; a render to a file leaves none. */
  constructor(kernels: KernelModule, board: number, count: number, playing: boolean) {
    const patience = playing ? 400 : 7_000
    this.count = count
    this.playing = playing
    kernels.arena.words[(board + PATIENCE) >>> 2] = patience
    const workerData: HelperData = {
      module: kernels.module,
      memory: kernels.arena.memory,
      block: kernels.arena.block,
      board,
    }
    const awake = Array.from({ length: count }, () => start(workerData))
    this.ready = Promise.all(awake).then(() => {})
    this.#end = () => kernels.call('executor_end')(board)
  }

  [Symbol.dispose](): void {
    this.#end()
  }
}

function start(workerData: HelperData): Promise<void> {
  const worker = new Worker(join(rootFolder(), 'out/main/helper-thread.js'), { workerData })
  worker.unref()
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  worker.once('message', () => resolve())
  worker.once('error', reject)
  return promise
}
