import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { attempt, serially, writeDurably, writeFailure, type Clock } from '../kit'

const DAY_MS = 24 * 3_600_000

const fileSchema = z.object({
  version: z.literal(1),
  /** The last day on which each was used, in days since 1970. */
  days: z.record(z.string().max(200), z.int()),
})

/** When each plugin was used last, to the day: `plugin-use.json` of the data folder. */
export class PluginUse {
  readonly #path: string
  readonly #clock: Pick<Clock, 'now'>
  readonly #inTurn = serially()
  #days: Readonly<Record<string, number>>

  constructor(data: string, clock: Pick<Clock, 'now'>) {
    this.#path = join(data, 'plugin-use.json')
    this.#clock = clock
    this.#days = readDays(this.#path)
  }

  /** Written once a day and plugin; the promise is kept when it is on the disk, or cannot come there. */
  async note(plugins: Iterable<string>): Promise<void> {
    const today = this.#today()
    const fresh = [...plugins].filter(plugin => this.#days[plugin] !== today)
    if (fresh.length === 0) return
    const noted = Object.fromEntries(fresh.map(plugin => [plugin, today]))
    this.#days = { ...this.#days, ...noted }
    await this.#inTurn(async () => {
      await attempt(
        () => mkdir(dirname(this.#path), { recursive: true, mode: 0o700 }),
        errno => writeFailure(errno, this.#path),
      )
      // The command line may have noted others since.
      const days = { ...readDays(this.#path), ...noted }
      return writeDurably(this.#path, `${JSON.stringify({ version: 1, days }, undefined, 2)}\n`)
    })
  }

  /** Whole days since it was used; undefined where nobody ever noted a use. */
  daysSince(plugin: string): number | undefined {
    const day = this.#days[plugin]
    return day === undefined ? undefined : Math.max(0, this.#today() - day)
  }

  #today(): number {
    return Math.floor(this.#clock.now() / DAY_MS)
  }
}

function readDays(path: string): Readonly<Record<string, number>> {
  try {
    const parsed = fileSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')))
    return parsed.success ? parsed.data.days : {}
  } catch {
    return {}
  }
}
