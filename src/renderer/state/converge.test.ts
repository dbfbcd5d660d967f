import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ProjectEvent } from '#shared/contract'
import { applyTransaction, emptyProject, type Project, type Transaction } from '#shared/graph'
import { firstEdits, randomTransactions, testCatalog } from '#shared/graph/testing'
import { canonicalJson, unwrap } from '#shared/kit'
import { edit, openMirror, receive, rollBack, type Mirror } from './mirror'

/** The shell: takes transactions in some order, and tells both windows of each. */
class Shell {
  document: Project
  revision = 0
  taken = 0
  readonly #windows: readonly Window[]

  constructor(document: Project, windows: readonly Window[]) {
    this.document = document
    this.#windows = windows
  }

  take(transaction: Transaction): boolean {
    const applied = applyTransaction(this.document, transaction, testCatalog)
    if (!applied.ok) return false
    this.taken += 1
    this.document = applied.value.project
    this.revision += 1
    for (const window of this.#windows) {
      window.inbox.push({
        kind: 'patched',
        revision: this.revision,
        patches: applied.value.patches,
        transaction: transaction.id,
        saved: false,
        problems: [],
      })
    }
    return true
  }
}

/** A window: shows its edits at once, sends them one after another, and hears of all edits some time later. */
class Window {
  readonly inbox: ProjectEvent[] = []
  readonly #outbox: Transaction[] = []
  #mirror: Mirror

  constructor(document: Project) {
    this.#mirror = openMirror({
      project: 'p',
      document,
      revision: 0,
      path: '/p.wireharp',
      draft: false,
      saved: true,
      problems: [],
      recoveredEdits: 0,
    })
  }

  get document(): Project {
    return this.#mirror.document
  }

  do(transaction: Transaction): void {
    const edited = edit(this.#mirror, transaction, testCatalog)
    if (!edited.ok) return
    this.#mirror = edited.value
    this.#outbox.push(transaction)
  }

  send(shell: Shell): void {
    const next = this.#outbox.shift()
    if (next === undefined) return
    if (!shell.take(next)) this.#mirror = rollBack(this.#mirror, next.id, testCatalog)
  }

  hear(): void {
    const event = this.inbox.shift()
    const next = event && receive(this.#mirror, event, testCatalog)
    if (next !== undefined) this.#mirror = next
  }

  get idle(): boolean {
    return this.#outbox.length === 0 && this.inbox.length === 0
  }
}

test('E-04 two windows that edit at once, in any order of messages, end with one document', () => {
  const first = unwrap(
    applyTransaction(emptyProject('p', 'P'), { edits: [...firstEdits] }, testCatalog),
  ).project
  let taken = 0
  const moves = fc.array(fc.nat({ max: 5 }), { minLength: 120, maxLength: 120 })
  fc.assert(
    fc.property(randomTransactions(40), moves, (transactions, order) => {
      const windows = [new Window(first), new Window(first)] as const
      const shell = new Shell(first, windows)
      const waiting = [...transactions]
      for (const move of order) {
        const window = windows[move % 2 === 0 ? 0 : 1]
        const kind = move >> 1
        const next = kind === 0 ? waiting.shift() : undefined
        if (next !== undefined) window.do(next)
        else if (kind === 1) window.send(shell)
        else window.hear()
      }
      while (windows.some(window => !window.idle)) {
        for (const window of windows) {
          window.send(shell)
          window.hear()
        }
      }
      taken += shell.taken
      const end = canonicalJson(shell.document)
      for (const window of windows) expect(canonicalJson(window.document)).toBe(end)
    }),
    { numRuns: 60 },
  )
  expect(taken).toBeGreaterThan(400)
})
