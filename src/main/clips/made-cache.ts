import { mkdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { attempt, readFailure, writeDurably, writeFailure } from '../kit'
import type { Made } from './clip-work'

const seconds = z.number().min(0)

export const madeSchema = z.object({
  clips: z.record(z.string(), z.string()),
  notes: z
    .array(
      z.object({
        start: seconds,
        length: seconds,
        key: z.number().min(0).max(127),
        velocity: z.number().min(0).max(1),
      }),
    )
    .optional(),
  spans: z.array(z.object({ from: seconds, to: seconds, text: z.string().optional() })).optional(),
  seed: z.int().min(0).optional(),
  by: z.string().optional(),
})

/** What works have made, by what it was made of and who made it: nothing is made twice. */
export interface MadeCache {
  find(key: string): Promise<Made | undefined>
  keep(key: string, made: Made): Promise<void>
}

export function createMadeCache(folder: string): MadeCache {
  const pathOf = (key: string) => join(folder, `${key}.json`)
  return {
    async find(key) {
      const path = pathOf(key)
      const text = await attempt(
        () => readFile(path, 'utf8'),
        errno => readFailure(errno, path),
      )
      const made = text.ok ? parseMade(text.value) : undefined
      if (made === undefined) return undefined
      for (const file of Object.values(made.clips)) {
        const there = await attempt(
          () => stat(file),
          errno => readFailure(errno, file),
        )
        if (!there.ok) return undefined
      }
      return made
    },
    async keep(key, made) {
      await attempt(
        () => mkdir(folder, { recursive: true }),
        errno => writeFailure(errno, folder),
      )
      // What cannot be kept is made again another time.
      await writeDurably(pathOf(key), JSON.stringify(made))
    },
  }
}

function parseMade(text: string): Made | undefined {
  try {
    return madeSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
