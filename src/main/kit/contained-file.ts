import { realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, relative, sep } from 'node:path'
import { err, fail, ok, type Result } from '#shared/kit'
import { attempt, readFailure } from './errno'

/** A regular file that really lies below a folder. */
export interface ContainedFile {
  readonly path: string
  readonly bytes: number
}

/**
 * The file at a relative path below a folder. Symbolic links are followed before the check, so that none
 * leads out; devices, pipes and folders are refused.
 */
export async function containedFile(folder: string, path: string): Promise<Result<ContainedFile>> {
  const found = await attempt(
    async () => {
      const real = await realpath(join(folder, path))
      return { root: await realpath(folder), real, info: await stat(real) }
    },
    errno => readFailure(errno, path),
  )
  if (!found.ok) return found
  const { root, real, info } = found.value
  if (!isBelow(root, real)) return err(fail('path-refused', `${path} leads out of its folder.`))
  if (!info.isFile()) return err(fail('path-refused', `${path} is not a regular file.`))
  return ok({ path: real, bytes: info.size })
}

/** Whether a path lies below a folder, both resolved already. */
export function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}
