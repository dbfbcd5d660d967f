import { mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { err, type Result } from '#shared/kit'
import { pluginIdSchema } from '#shared/graph'
import { attemptSync, serially, whileLocked, writeDurably, writeFailure } from '../kit'
import { busyFailure } from './settings'

/** What is remembered of a plugin from one start to the next. */
const keptSchema = z.object({
  /** What the user chose last; config.yaml counts where nothing was chosen. */
  enabled: z.boolean().optional(),
  /** It died too often: since when (ms since 1970), and how. */
  quarantine: z.object({ at: z.number(), reason: z.string().max(2000) }).optional(),
  /** When it died lately, in ms since 1970. */
  deaths: z.array(z.number()).max(16).optional(),
  /** The user lets it run in the engine’s own process. */
  promoted: z.boolean().optional(),
  /** What it was installed from. */
  source: z.string().max(2000).optional(),
})
export type KeptState = z.infer<typeof keptSchema>

const fileSchema = z.object({
  version: z.literal(1),
  plugins: z.record(pluginIdSchema, keptSchema).catch({}),
})

type Kept = Readonly<Record<string, KeptState>>

/**
 * `plugins.json` in the data folder. The app and the command line both write it: a change is made to what the
 * file holds then, not to what it held when it was read.
 */
export class KeptStates {
  readonly path: string
  readonly #inTurn = serially()
  #kept: Kept
  /** Changes that count and are not on the disk yet. */
  #pending = 0

  constructor(path: string) {
    this.path = path
    this.#kept = readKept(path)
  }

  get all(): Kept {
    return this.#kept
  }

  of(id: string): KeptState {
    return this.#kept[id] ?? {}
  }

  /** Looks at the file again: the command line may have written it. */
  refresh(): void {
    if (this.#pending === 0) this.#kept = readKept(this.path)
  }

  /** Counts at once; the promise is kept when it is on the disk. */
  change(id: string, edit: (state: KeptState) => KeptState): Promise<Result<void>> {
    this.#kept = edited(this.#kept, id, edit)
    this.#pending++
    return this.#inTurn(() => this.#write(id, edit)).finally(() => this.#pending--)
  }

  /** Kept when all that was changed is on the disk. */
  settled(): Promise<void> {
    return this.#inTurn(() => Promise.resolve())
  }

  async #write(id: string, edit: (state: KeptState) => KeptState): Promise<Result<void>> {
    const made = attemptSync(
      () => mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 }),
      errno => writeFailure(errno, this.path),
    )
    if (!made.ok) return err(made.error)
    const write = (): Promise<Result<void>> => {
      const next = edited(readKept(this.path), id, edit)
      const text = `${JSON.stringify({ version: 1, plugins: next }, undefined, 2)}\n`
      return writeDurably(this.path, text)
    }
    return whileLocked(this.path, write, { busy: busyFailure('plugins.json') })
  }
}

function edited(kept: Kept, id: string, edit: (state: KeptState) => KeptState): Kept {
  return { ...kept, [id]: edit(kept[id] ?? {}) }
}

/** A file that is missing or damaged holds nothing: plugins then begin anew. */
function readKept(path: string): Kept {
  try {
    const json: unknown = JSON.parse(readFileSync(path, 'utf8'))
    const file = fileSchema.safeParse(json)
    return file.success ? file.data.plugins : {}
  } catch {
    return {}
  }
}
