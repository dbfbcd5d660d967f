import { readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { nanoid } from 'nanoid'

/** A folder beside the plugins, where what is not whole yet, or not wanted any more, lies. */
export function stagingFolder(plugins: string): string {
  return join(plugins, `.staging-${process.pid}-${nanoid(8)}`)
}

/** Removes what installations left that were killed. */
export async function sweepStaging(plugins: string): Promise<void> {
  for (const path of stagedLeftovers(plugins)) await rm(path, { recursive: true, force: true })
}

/** Folders of installations that were killed. */
export function stagedLeftovers(plugins: string): readonly string[] {
  return namesIn(plugins)
    .filter(name => !isAlive(Number(/^\.staging-(\d+)-/.exec(name)?.[1] ?? process.pid)))
    .map(name => join(plugins, name))
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return true
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM'
  }
}
