import { renameSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { nanoid } from 'nanoid'
import { errnoOf, type Log } from '../kit'

/**
 * Removes what a job left of itself. The folder gives up its name at once, so that a job that is tried again may take it
 * meanwhile. That something stays is no failure: it is swept at the next start.
 */
export async function clearFolder(folder: string, log: Log): Promise<void> {
  const aside = `${folder}.${nanoid(6)}`
  try {
    renameSync(folder, aside)
    await rm(aside, { recursive: true, force: true })
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return
    log.warn({ err: error, folder }, 'the folder of a job could not be removed')
  }
}
