import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { err, fail, type Bytes, type Result } from '#shared/kit'
import { rootFolder, type Log } from '../kit'

/** A log of so much is written into the database. */
const LONG: Bytes = 4 * 2 ** 20
const LOOK_MS = 2000

export interface WalKeeperParts {
  /** Of the log; undefined where there is none. */
  readonly size: () => Promise<Bytes | undefined>
  /** Writes it into the database, elsewhere. */
  readonly checkpoint: () => Promise<Result<unknown>>
  readonly log: Log
}

/**
 * Keeps the log short that SQLite writes ahead. SQLite would do it within some commit, on the thread that commits, and
 * wait for the disk twice; here another thread does it, and commits go on meanwhile.
 */
export class WalKeeper implements Disposable {
  readonly #parts: WalKeeperParts
  readonly #timer: NodeJS.Timeout
  #busy = false
  #disposed = false

  constructor(parts: WalKeeperParts) {
    this.#parts = parts
    this.#timer = setInterval(() => void this.look(), LOOK_MS).unref()
  }

  async look(): Promise<void> {
    if (this.#busy || this.#disposed) return
    this.#busy = true
    const size = await this.#parts.size()
    if (size !== undefined && size > LONG && !this.#disposed) {
      const done = await this.#parts.checkpoint()
      if (!done.ok) this.#parts.log.warn({ failure: done.error }, 'the log stays long')
    }
    this.#busy = false
  }

  [Symbol.dispose](): void {
    this.#disposed = true
    clearInterval(this.#timer)
  }
}

/** Of the database at `path`; the thread begins when it is needed. */
export function keepWal(path: string, log: Log): Disposable {
  let thread: Worker | undefined
  const keeper = new WalKeeper({
    size: () =>
      stat(`${path}-wal`).then(
        ({ size }) => size,
        () => undefined,
      ),
    checkpoint() {
      thread ??= new Worker(join(rootFolder(), 'out/main/checkpoint-thread.js'))
      thread.unref()
      const asked = thread
      return new Promise(resolve => {
        asked.once('message', (done: Result<void>) => resolve(done))
        asked.once('error', (error: Error) => {
          thread = undefined
          resolve(err(fail('write-failed', error.message)))
        })
        asked.postMessage(path)
      })
    },
    log,
  })
  return {
    [Symbol.dispose]() {
      keeper[Symbol.dispose]()
      void thread?.terminate()
    },
  }
}
