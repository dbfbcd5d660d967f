import { lstatSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { nanoid } from 'nanoid'
import { isRunning, sha256, startOf } from '../../kit'

/** A folder beside the plugins, where what is not whole yet, or not wanted any more, lies. */
export function stagingFolder(plugins: string): string {
  return join(plugins, `.staging-${process.pid}-${tagOf(process.pid)}-${nanoid(8)}`)
}

/** Removes what installations left that were killed. */
export async function sweepStaging(plugins: string): Promise<void> {
  for (const path of stagedLeftovers(plugins)) await rm(path, { recursive: true, force: true })
}

/** Folders of installations that were killed. */
export function stagedLeftovers(plugins: string): readonly string[] {
  return namesIn(plugins)
    .filter(name => isLeft(plugins, name))
    .map(name => join(plugins, name))
}

const DAY = 24 * 3_600_000

/** Tells a process from a later one with its id. */
function tagOf(pid: number): string {
  return sha256(startOf(pid)).slice(0, 8)
}

/** Process ids come round again, in containers at every start: then it is the time that tells. */
function isLeft(plugins: string, name: string): boolean {
  const [, id = 'none', tag] = /^\.staging-(\d+)-(?:([0-9a-f]{8})-)?/.exec(name) ?? []
  const pid = Number(id)
  if (!Number.isInteger(pid)) return false
  if (!isRunning(pid) || (tag !== undefined && tag !== tagOf(pid))) return true
  const made = lstatSync(join(plugins, name), { throwIfNoEntry: false })?.mtimeMs ?? Infinity
  const began = Date.now() - process.uptime() * 1000
  return made < (pid === process.pid ? began - 1000 : Date.now() - DAY)
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
