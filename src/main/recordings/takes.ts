import { mkdir, readFile, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { LeftTake } from '#shared/contract'
import type { Result } from '#shared/kit'
import { writeDurably } from '../kit'

const noteSchema = z.object({
  /** Id of the document: handles change from start to start. */
  project: z.string(),
  begun: z.number(),
  channels: z.int().min(1),
  sampleRate: z.number().positive(),
  node: z.string().optional(),
  position: z.number().optional(),
})

/** What is known of a take beside its sound. */
export type TakeNote = z.infer<typeof noteSchema>

const ID = /^[\w-]{1,64}$/

/** The takes on the disk, each a WAV file with a note beside it, until they are in their projects. */
export class Takes {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Writes its note down; the sound comes to `pathOf`. */
  async put(id: string, note: TakeNote): Promise<Result<void>> {
    await mkdir(this.#folder, { recursive: true })
    return await writeDurably(this.#notePath(id), JSON.stringify(note))
  }

  /** Where its sound is; named so that the sound is called by it in the project. */
  pathOf(id: string): string {
    return join(this.#folder, `${id}.wav`)
  }

  async noteOf(id: string): Promise<TakeNote | undefined> {
    if (!ID.test(id)) return undefined
    try {
      const parsed = noteSchema.safeParse(JSON.parse(await readFile(this.#notePath(id), 'utf8')))
      return parsed.data
    } catch {
      return undefined
    }
  }

  async remove(id: string): Promise<void> {
    await rm(this.pathOf(id), { force: true })
    await rm(this.#notePath(id), { force: true })
  }

  /** Those of a project that have sound, the oldest first. */
  async of(project: string): Promise<readonly LeftTake[]> {
    const names = await readdir(this.#folder).catch(() => [])
    const found: LeftTake[] = []
    for (const name of names) {
      const take = name.endsWith('.json') ? name.slice(0, -5) : undefined
      const note = take === undefined ? undefined : await this.noteOf(take)
      if (take === undefined || note?.project !== project) continue
      const size = await stat(this.pathOf(take)).then(
        ({ size: bytes }) => bytes,
        () => 0,
      )
      const seconds = Math.max(0, size - 200) / (4 * note.channels * note.sampleRate)
      if (seconds <= 0) continue
      const { begun, node, position } = note
      found.push({
        ...{ take, begun, seconds },
        ...(node !== undefined && { node }),
        ...(position !== undefined && { position }),
      })
    }
    return found.toSorted((one, other) => one.begun - other.begun)
  }

  #notePath(id: string): string {
    return join(this.#folder, `${id}.json`)
  }
}
