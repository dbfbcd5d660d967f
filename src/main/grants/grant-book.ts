import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { Emitter } from '#shared/kit'
import { pluginIdSchema, rightSchema, type Right } from '#shared/graph'
import type { Grant } from '#shared/contract'
import { attempt, readFailure, serially, writeDurably, type Log } from '../kit'

const grantSchema = z.strictObject({
  plugin: pluginIdSchema,
  right: rightSchema,
  target: z.string().max(4096),
  allowed: z.boolean(),
  until: z.literal('always'),
  at: z.number(),
  by: z.string().max(100).optional(),
})
const bookSchema = z.strictObject({
  version: z.literal(1),
  offline: z.boolean(),
  grants: z.array(grantSchema).max(10_000),
})

/** What was decided: for good in a file, for this run in memory. A file that cannot be read grants nothing. */
export class GrantBook {
  readonly changes = new Emitter<void>()
  readonly #path: string
  readonly #log: Log
  readonly #one = serially()
  #grants: Grant[] = []
  #offline = false

  private constructor(path: string, log: Log) {
    this.#path = path
    this.#log = log
  }

  static async open(path: string, log: Log): Promise<GrantBook> {
    const book = new GrantBook(path, log)
    await book.#load()
    return book
  }

  get grants(): readonly Grant[] {
    return this.#grants
  }

  get offline(): boolean {
    return this.#offline
  }

  find(plugin: string, right: Right, target: string): Grant | undefined {
    return this.#grants.find(
      grant => grant.plugin === plugin && grant.right === right && grant.target === target,
    )
  }

  async add(grant: Grant): Promise<void> {
    const { plugin, right, target } = grant
    this.#grants = [...this.#without({ plugin, right, target }), grant]
    await this.#keep(grant.until === 'always')
  }

  /** What was taken back. */
  async remove(which: {
    plugin: string
    right?: Right
    target?: string
  }): Promise<readonly Grant[]> {
    const left = this.#without(which)
    const gone = this.#grants.filter(grant => !left.includes(grant))
    this.#grants = left
    await this.#keep(gone.some(grant => grant.until === 'always'))
    return gone
  }

  async setOffline(offline: boolean): Promise<void> {
    this.#offline = offline
    await this.#keep(true)
  }

  #without(which: { plugin: string; right?: Right; target?: string }): Grant[] {
    return this.#grants.filter(
      grant =>
        grant.plugin !== which.plugin ||
        (which.right !== undefined && grant.right !== which.right) ||
        (which.target !== undefined && grant.target !== which.target),
    )
  }

  async #load(): Promise<void> {
    const text = await attempt(
      () => readFile(this.#path, 'utf8'),
      errno => readFailure(errno, this.#path),
    )
    if (!text.ok) {
      if (text.error.code !== 'file-not-found') this.#log.error(text.error, 'no grants were read')
      return
    }
    const book = bookSchema.safeParse(parsed(text.value))
    if (!book.success) return this.#log.error({ path: this.#path }, 'the grants cannot be read')
    this.#grants = book.data.grants
    this.#offline = book.data.offline
  }

  async #keep(lasting: boolean): Promise<void> {
    this.changes.emit()
    if (!lasting) return
    await this.#one(async () => {
      const grants = this.#grants.filter(grant => grant.until === 'always')
      const text = JSON.stringify({ version: 1, offline: this.#offline, grants }, undefined, 2)
      const written = await writeDurably(this.#path, text)
      if (!written.ok) this.#log.error(written.error, 'the grants were not written')
    })
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
