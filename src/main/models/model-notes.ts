import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { parse } from 'secure-json-parse'
import type { z } from 'zod'
import { ok, type Result } from '#shared/kit'
import { attempt, readFailure, serially, writeDurably, writeFailure } from '../kit'

/** A small JSON file that is read when it is needed and changed one change after another. */
export class NoteFile<Value> {
  readonly #path: string
  readonly #schema: z.ZodType<Value>
  readonly #empty: Value
  readonly #inTurn = serially()

  constructor(path: string, schema: z.ZodType<Value>, empty: Value) {
    this.#path = path
    this.#schema = schema
    this.#empty = empty
  }

  /** What it holds; what cannot be read counts as not there. */
  async read(): Promise<Value> {
    const text = await attempt(
      () => readFile(this.#path, 'utf8'),
      errno => readFailure(errno, this.#path),
    )
    if (!text.ok) return this.#empty
    try {
      const value: unknown = parse(text.value, undefined, { protoAction: 'remove' })
      return this.#schema.safeParse(value).data ?? this.#empty
    } catch {
      return this.#empty
    }
  }

  change(next: (value: Value) => Value): Promise<Result<void>> {
    return this.#inTurn(async () => {
      const value = next(await this.read())
      const made = await attempt(
        () => mkdir(dirname(this.#path), { recursive: true }),
        errno => writeFailure(errno, this.#path),
      )
      if (!made.ok) return made
      const written = await writeDurably(this.#path, JSON.stringify(value, undefined, 2))
      return written.ok ? ok() : written
    })
  }
}
