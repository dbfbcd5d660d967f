import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { attempt, readFailure, serially, writeDurably, writeFailure } from '../kit'

const wantedSchema = z.array(
  z.object({
    node: z.string(),
    /** Of what it is made, and by whom, once its job has begun. */
    key: z.string().optional(),
    result: z.string().optional(),
    by: z.string().optional(),
    job: z.string().optional(),
  }),
)
/** A node that somebody has asked to run and that has not come to an end. */
export type Wanted = Readonly<z.infer<typeof wantedSchema>[number]>

/** What is wanted of a project, kept over restarts. */
export class WantedFile {
  readonly #folder: string
  readonly #path: string
  readonly #inTurn = serially()

  constructor(folder: string, document: string) {
    this.#folder = folder
    this.#path = join(folder, `${document}.json`)
  }

  async read(): Promise<readonly Wanted[]> {
    const text = await attempt(
      () => readFile(this.#path, 'utf8'),
      errno => readFailure(errno, this.#path),
    )
    if (!text.ok) return []
    try {
      return wantedSchema.safeParse(JSON.parse(text.value)).data ?? []
    } catch {
      return []
    }
  }

  /** On the disk when it resolves. */
  write(wanted: readonly Wanted[]): Promise<void> {
    return this.#inTurn(async () => {
      if (wanted.length === 0) {
        await rm(this.#path, { force: true })
        return
      }
      await attempt(
        () => mkdir(this.#folder, { recursive: true }),
        errno => writeFailure(errno, this.#folder),
      )
      await writeDurably(this.#path, JSON.stringify(wanted))
    })
  }
}
