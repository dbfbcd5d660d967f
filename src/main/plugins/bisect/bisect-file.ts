import { readFileSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Result } from '#shared/kit'
import { pluginIdSchema } from '#shared/graph'
import { attempt, writeDurably, writeFailure } from '../../kit'
import type { Bisection } from './bisection'

export const BISECT_FILE = 'plugin-bisect.json'

const ids = z.array(pluginIdSchema).max(10_000)
const schema = z.strictObject({
  version: z.literal(1),
  suspects: ids,
  off: ids,
  round: z.int().min(0).max(100),
})

/** The search that goes on, over restarts; a file that cannot be read is none. */
export function readBisection(data: string): Bisection | undefined {
  try {
    const parsed = schema.safeParse(JSON.parse(readFileSync(join(data, BISECT_FILE), 'utf8')))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

/** Without one the search is over, and every plugin is what it was before. */
export async function writeBisection(
  data: string,
  bisection: Bisection | undefined,
): Promise<Result<void>> {
  const path = join(data, BISECT_FILE)
  const toFailure = (errno: string) => writeFailure(errno, path)
  if (bisection === undefined) return attempt(() => rm(path, { force: true }), toFailure)
  const { suspects, off, round } = bisection
  const made = await attempt(() => mkdir(data, { recursive: true, mode: 0o700 }), toFailure)
  if (!made.ok) return made
  return writeDurably(
    path,
    `${JSON.stringify({ version: 1, suspects, off, round }, undefined, 2)}\n`,
  )
}
