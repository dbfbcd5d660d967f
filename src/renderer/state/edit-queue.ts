import type { Failure, Result } from '#shared/kit'
import type { Transaction } from '#shared/graph'
import { isConnectionLost } from '../kit'
import { isConflict } from './mirror'

const CONFLICT_TRIES = 3

export interface EditQueueOptions {
  send(base: number, transaction: Transaction): Promise<Result<{ readonly revision: number }>>
  /** Revision of the mirror. */
  revision(): number
  refused(transaction: Transaction, failure: Failure): void
}

/**
 * Sends transactions one after another, each on the revision that the one before gave. A lost connection
 * keeps them; `resume` sends them again.
 */
export class EditQueue {
  readonly #waiting: Transaction[] = []
  readonly #options: EditQueueOptions
  /** Sent without an answer: the shell may have it already. */
  readonly #doubtful = new Set<string>()
  #known = 0
  #running: Promise<void> | undefined

  constructor(options: EditQueueOptions) {
    this.#options = options
  }

  add(transaction: Transaction): void {
    this.#waiting.push(transaction)
    this.resume()
  }

  /** Begins to send again, after the mirror has caught up. */
  resume(): void {
    this.#running ??= this.#run().finally(() => (this.#running = undefined))
  }

  /** What waits is forgotten: another project is open. */
  clear(): void {
    this.#waiting.length = 0
    this.#doubtful.clear()
    this.#known = 0
  }

  /** Resolves when everything that waits was answered or the connection is lost. */
  async idle(): Promise<void> {
    await this.#running
  }

  async #run(): Promise<void> {
    let tries = 0
    for (;;) {
      const next = this.#waiting[0]
      if (next === undefined) return
      const base = Math.max(this.#known, this.#options.revision())
      const answer = await this.#options.send(base, next)
      if (this.#waiting[0] !== next) continue
      if (!answer.ok && isConnectionLost(answer.error)) {
        this.#doubtful.add(next.id)
        return
      }
      if (!answer.ok && isConflict(answer.error) && tries < CONFLICT_TRIES) {
        tries += 1
        this.#known = 0
        await new Promise(resolve => setTimeout(resolve, 20 * tries))
        continue
      }
      tries = 0
      this.#waiting.shift()
      if (answer.ok) this.#known = answer.value.revision
      else if (!this.#doubtful.has(next.id)) this.#options.refused(next, answer.error)
      this.#doubtful.delete(next.id)
    }
  }
}
