import { watch, type FSWatcher } from 'node:fs'
import type { Log } from '../kit'

/** Changes come in bursts: so long after the last, in milliseconds, the folder is looked through. */
const QUIET_MS = 700
/** Where the system watches nothing, it is looked through so often. */
const LOOK_MS = 5 * 60_000

/** Tells when something in a folder may have changed. */
export class FolderWatch implements Disposable {
  readonly #watcher: FSWatcher | undefined
  readonly #changed: () => void
  #timer: NodeJS.Timeout | undefined
  readonly #look: NodeJS.Timeout | undefined

  constructor(path: string, changed: () => void, log: Log) {
    this.#changed = changed
    try {
      this.#watcher = watch(path, { recursive: true, persistent: false }, () => this.#soon())
      this.#watcher.on('error', error =>
        log.warn({ err: error, path }, 'a folder is watched no more'),
      )
    } catch (error) {
      // No more watches to be had, or no such folder.
      log.warn({ err: error, path }, 'a folder cannot be watched')
      this.#look = setInterval(changed, LOOK_MS)
      this.#look.unref()
    }
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
    clearInterval(this.#look)
    this.#watcher?.close()
  }

  #soon(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#changed, QUIET_MS)
    this.#timer.unref()
  }
}
