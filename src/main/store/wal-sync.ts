import { closeSync, fdatasync, openSync } from 'node:fs'
import { err, fail, ok, type Result } from '#shared/kit'

type SyncFile = (file: number, done: (error: NodeJS.ErrnoException | null) => void) => void

/**
 * Brings what was committed to the disk without holding up the thread: a slow disk takes a tenth of a second, in which no
 * sound would pass. Whoever calls while one sync is under way shares the next.
 */
export class WalSync implements Disposable {
  readonly #path: string
  readonly #syncFile: SyncFile
  #file: number | undefined
  #running: Promise<Result<void>> | undefined
  #next: Promise<Result<void>> | undefined
  #disposed = false

  /** `path`: of the log that SQLite writes ahead. */
  constructor(path: string, syncFile: SyncFile = fdatasync) {
    this.#path = path
    this.#syncFile = syncFile
  }

  /** Resolves when all that was committed before the call is on the disk. */
  synced(): Promise<Result<void>> {
    if (this.#running === undefined) return this.#begin()
    // What runs may have begun before the last commit.
    this.#next ??= this.#running.then(() => {
      this.#next = undefined
      return this.#begin()
    })
    return this.#next
  }

  [Symbol.dispose](): void {
    this.#disposed = true
    if (this.#running === undefined) this.#close()
  }

  #begin(): Promise<Result<void>> {
    const running = this.#sync()
    this.#running = running
    void running.then(() => {
      if (this.#running === running) this.#running = undefined
      if (this.#disposed && this.#running === undefined) this.#close()
    })
    return running
  }

  #sync(): Promise<Result<void>> {
    // Closing the database has brought it to the disk.
    if (this.#disposed) return Promise.resolve(ok())
    return new Promise(resolve => {
      const end = (error: NodeJS.ErrnoException | null) =>
        resolve(error === null ? ok() : err(unsynced(error)))
      try {
        // Only this file: to close a second descriptor of the database itself would give up SQLite’s locks on it.
        this.#file ??= openSync(this.#path, 'r+')
        this.#syncFile(this.#file, end)
      } catch (error) {
        end(error instanceof Error ? error : new Error(String(error)))
      }
    })
  }

  #close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }
}

function unsynced({ code }: NodeJS.ErrnoException) {
  return fail('write-failed', `The edit log could not be written (${code ?? 'unknown'}).`)
}
