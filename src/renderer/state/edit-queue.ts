import type { Failure, Result } from '#shared/kit'
import type { Transaction } from '#shared/graph'
import { isConnectionLost } from '../kit'
import { isConflict } from './mirror'

const CONFLICT_TRIES = 3

type Answer = Result<{ readonly revision: number }>

export interface EditQueueOptions {
  send(base: number, transaction: Transaction): Promise<Answer>
  /** Revision of the mirror. */
  revision(): number
  refused(transaction: Transaction, failure: Failure): void
}

/**
 * Sends transactions one after another, each on the revision that the one before gave: as soon as the shell is seen to
 * have taken that, though its answer waits for the disk. A lost connection keeps what was not answered; `resume` sends it
 * again.
 */
export class EditQueue {
  readonly #waiting: Transaction[] = []
  readonly #options: EditQueueOptions
  /** Sent without an answer: the shell may have it already. */
  readonly #doubtful = new Set<string>()
  /** Taken by the shell and not answered yet, in their order. */
  #taken: Transaction[] = []
  readonly #late = new Set<Promise<void>>()
  #echo: { readonly transaction: string; readonly heard: () => void } | undefined
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

  /** The shell told of a transaction, and the mirror has its revision. */
  taken(transaction: string): void {
    if (this.#echo?.transaction === transaction) this.#echo.heard()
  }

  /** What waits is forgotten: another project is open. */
  clear(): void {
    this.#waiting.length = 0
    this.#taken = []
    this.#doubtful.clear()
    this.#known = 0
  }

  /** Resolves when everything that waits was answered or the connection is lost. */
  async idle(): Promise<void> {
    await this.#running
    await Promise.all(this.#late)
  }

  async #run(): Promise<void> {
    let tries = 0
    for (;;) {
      const next = this.#waiting[0]
      if (next === undefined) return
      const base = Math.max(this.#known, this.#options.revision())
      const answering = this.#options.send(base, next)
      const answer = await this.#answerOrEcho(next, answering)
      if (this.#waiting[0] !== next) continue
      if (answer === undefined) {
        tries = 0
        this.#waiting.shift()
        this.#goOn(next, answering)
        continue
      }
      if (!answer.ok && isConnectionLost(answer.error)) {
        this.#lost()
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
      this.#answered(next, answer)
    }
  }

  /** Undefined where the echo is there before the answer. */
  async #answerOrEcho(
    { id }: Transaction,
    answering: Promise<Answer>,
  ): Promise<Answer | undefined> {
    const echo = new Promise<undefined>(resolve => {
      this.#echo = { transaction: id, heard: () => resolve(undefined) }
    })
    const first = await Promise.race([answering, echo])
    this.#echo = undefined
    return first
  }

  /** The answer comes later, and the next one does not wait for it. */
  #goOn(transaction: Transaction, answering: Promise<Answer>): void {
    this.#taken.push(transaction)
    const late = answering.then(answer => {
      this.#late.delete(late)
      if (!this.#taken.includes(transaction)) return
      if (!answer.ok && isConnectionLost(answer.error)) return this.#lost()
      this.#taken = this.#taken.filter(other => other !== transaction)
      this.#answered(transaction, answer)
    })
    this.#late.add(late)
  }

  #answered(transaction: Transaction, answer: Answer): void {
    if (answer.ok) this.#known = Math.max(this.#known, answer.value.revision)
    else if (!this.#doubtful.has(transaction.id)) this.#options.refused(transaction, answer.error)
    this.#doubtful.delete(transaction.id)
  }

  /** All that was sent is sent again, in its order, once there is a connection. */
  #lost(): void {
    this.#waiting.unshift(...this.#taken)
    const sent = this.#taken.length + 1
    for (const { id } of this.#waiting.slice(0, sent)) this.#doubtful.add(id)
    this.#taken = []
  }
}
