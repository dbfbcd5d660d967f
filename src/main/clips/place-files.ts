import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ok, type Result } from '#shared/kit'
import { attempt, moveOnce, writeFailure } from '../kit'

/** Gives finished files of a job their place, by name. Done twice, it does the same. */
export async function placeFiles(
  folder: string,
  target: string,
  files: Readonly<Record<string, string>>,
): Promise<Result<Record<string, string>>> {
  const placed = await attempt(
    async () => {
      await mkdir(target, { recursive: true })
      for (const file of Object.values(files)) {
        await moveOnce(join(folder, file), join(target, file))
      }
    },
    errno => writeFailure(errno, target),
  )
  if (!placed.ok) return placed
  return ok(
    Object.fromEntries(Object.entries(files).map(([name, file]) => [name, join(target, file)])),
  )
}
