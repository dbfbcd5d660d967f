import { Emitter, newId } from '#shared/kit'
import type { GrantAnswer, PermissionAsk } from '#shared/contract'

/** Where a decision is asked for: a window, or a rule that stands for one. */
export interface AskPort {
  ask(question: Omit<PermissionAsk, 'id'>): Promise<GrantAnswer | 'nobody'>
}

/** A person who does not answer for so long has denied. */
const PATIENCE_MS = 120_000
/** Questions that wait at a time: a plugin must not be able to bury the others’. */
const MOST_ASKS = 20

interface Open {
  readonly ask: PermissionAsk
  readonly settle: (answer: GrantAnswer | 'nobody') => void
}

/** The questions that wait for the person at the window. Without a window nobody can be asked. */
export class AskDesk implements AskPort {
  readonly changes = new Emitter<readonly PermissionAsk[]>()
  readonly #open = new Map<string, Open>()
  #watchers = 0

  get asks(): readonly PermissionAsk[] {
    return [...this.#open.values()].map(({ ask }) => ask)
  }

  /** Somebody looks, until disposed of. */
  watch(): Disposable {
    this.#watchers += 1
    let isOpen = true
    return {
      [Symbol.dispose]: () => {
        if (isOpen) this.#watchers -= 1
        isOpen = false
        if (this.#watchers === 0) for (const id of this.#open.keys()) this.#settle(id, 'nobody')
      },
    }
  }

  ask(question: Omit<PermissionAsk, 'id'>): Promise<GrantAnswer | 'nobody'> {
    if (this.#watchers === 0 || this.#open.size >= MOST_ASKS) return Promise.resolve('nobody')
    const id = newId()
    const { promise, resolve } = Promise.withResolvers<GrantAnswer | 'nobody'>()
    const timer = setTimeout(() => this.#settle(id, 'nobody'), PATIENCE_MS)
    const settle = (answer: GrantAnswer | 'nobody') => {
      clearTimeout(timer)
      resolve(answer)
    }
    this.#open.set(id, { ask: { ...question, id }, settle })
    this.changes.emit(this.asks)
    return promise
  }

  /** False where the question is not open any more. */
  answer(id: string, answer: GrantAnswer): boolean {
    const isOpen = this.#open.has(id)
    this.#settle(id, answer)
    return isOpen
  }

  #settle(id: string, answer: GrantAnswer | 'nobody'): void {
    const open = this.#open.get(id)
    if (open === undefined) return
    this.#open.delete(id)
    open.settle(answer)
    this.changes.emit(this.asks)
  }
}

/** For the command line: what it was started with is granted for this run, all else denied. */
export function fixedAnswers(granted: readonly string[]): AskPort {
  return {
    ask: async ({ right, target }) =>
      granted.includes(right) || granted.includes(`${right}:${target}`) ? 'session' : 'nobody',
  }
}
