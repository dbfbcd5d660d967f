import { access, rename } from 'node:fs/promises'
import { errnoOf } from './errno'

/** Moves a finished file to its place; done again after a crash it finds it there. Throws as `rename` does. */
export async function moveOnce(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error
    await access(to)
  }
}
