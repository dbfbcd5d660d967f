import type { FilePort } from './file-port'
import { attempt, errnoOf, writeFailure } from './errno'

/** File systems without hard links (FAT, some network drives) say one of these. */
const noLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])

/**
 * Gives a finished temporary file its name without ever replacing another file: throws EEXIST where the name
 * is taken. The temporary name is given up afterwards.
 */
export async function placeFile(temporary: string, path: string, files: FilePort): Promise<void> {
  try {
    await files.link(temporary, path)
  } catch (error) {
    const errno = errnoOf(error)
    if (errno === undefined || !noLinks.has(errno)) throw error
    await files.copy(temporary, path)
  }
  // The file has its name. That the other one stays is no failure: whoever opens the folder next sweeps it.
  await attempt(
    () => files.remove(temporary),
    errno => writeFailure(errno, temporary),
  )
}
