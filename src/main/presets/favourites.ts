import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { Result } from '#shared/kit'
import type { NodeType } from '#shared/graph'
import { attempt, readFailure, serially, writeDurably, writeFailure } from '../kit'

const fileSchema = z.record(z.string(), z.array(z.string()))

/** Which presets the user marked, by type of node. A file that cannot be read counts as none. */
export class Favourites {
  readonly #path: string
  readonly #one = serially()

  constructor(path: string) {
    this.#path = path
  }

  async of(type: NodeType): Promise<ReadonlySet<string>> {
    return new Set((await this.#read())[type])
  }

  /** One after another, so that none is lost. */
  set(type: NodeType, id: string, favourite: boolean): Promise<Result<void>> {
    return this.#one(async () => {
      const all = await this.#read()
      const others = (all[type] ?? []).filter(each => each !== id)
      const next = { ...all, [type]: favourite ? [...others, id] : others }
      const made = await attempt(
        () => mkdir(dirname(this.#path), { recursive: true }),
        errno => writeFailure(errno, this.#path),
      )
      return made.ok ? await writeDurably(this.#path, JSON.stringify(next, undefined, 2)) : made
    })
  }

  async #read(): Promise<Record<string, string[]>> {
    const text = await attempt(
      () => readFile(this.#path, 'utf8'),
      errno => readFailure(errno, this.#path),
    )
    if (!text.ok) return {}
    try {
      const parsed = fileSchema.safeParse(JSON.parse(text.value))
      return parsed.success ? parsed.data : {}
    } catch {
      return {}
    }
  }
}
