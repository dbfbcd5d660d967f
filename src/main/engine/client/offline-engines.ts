import type { Log } from '../../kit'
import { EngineProcess } from './engine-process'

/** An engine process for one piece of work. */
export interface OfflineEngine extends AsyncDisposable {
  readonly process: EngineProcess
  /** The work went well: whoever comes next may have the process. */
  keep(): void
}

/** How long a process waits for more work. */
const PATIENCE_MS = 60_000

/**
 * Engine processes for work that is not heard. One that did its work waits a minute for more: its code is compiled
 * and optimised by then, which is worth some 30 ms and more at the beginning of every render.
 */
export class OfflineEngines implements AsyncDisposable {
  readonly #mostMs: number | undefined
  #spare: EngineProcess | undefined
  #timer: NodeJS.Timeout | undefined

  /** The longest call of a script; as long as usual if left out. */
  constructor({ mostMs }: { readonly mostMs?: number } = {}) {
    this.#mostMs = mostMs
  }

  take(log: Log): OfflineEngine {
    const process = this.#spare ?? new EngineProcess('offline', log, this.#mostMs)
    this.#forget()
    let kept = false
    return {
      process,
      keep: () => {
        kept = true
      },
      [Symbol.asyncDispose]: async () => {
        if (!kept || this.#spare !== undefined) return process[Symbol.asyncDispose]()
        process.send({ kind: 'clear' })
        this.#wait(process)
      },
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const spare = this.#spare
    this.#forget()
    await spare?.[Symbol.asyncDispose]()
  }

  #wait(process: EngineProcess): void {
    this.#spare = process
    this.#timer = setTimeout(() => {
      this.#forget()
      void process[Symbol.asyncDispose]()
    }, PATIENCE_MS)
    this.#timer.unref()
    void process.exited.then(() => {
      if (this.#spare === process) this.#forget()
    })
  }

  #forget(): void {
    clearTimeout(this.#timer)
    this.#spare = undefined
  }
}
