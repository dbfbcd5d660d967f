import { lstat, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AppPaths } from '../../kit'
import { sweepStaging } from '../../plugins/packages/staging'

const HOUR = 3_600_000
/** Nobody writes one file for so long. */
const FILE_MS = HOUR
/** Nobody packs or publishes for so long. */
const FOLDER_MS = 24 * HOUR
/** A download that nobody took up again. */
const PART_MS = 30 * 24 * HOUR

/** As durable writes, and the store of files, call what is not whole yet. */
const TEMPORARY = /^\.[^/]+\.[\w-]{8}\.tmp$|^[0-9a-f]{64}\.[\w-]{6}$/
const PART = /\.tgz\.part(\.etag)?$/
const FOLDER = /^wireharp-(git|package|validate|publish)-/

/**
 * Takes away what processes left that were killed: by the one that owned it being gone, or by its age. What is still written is
 * younger. Answers how much there was; what cannot be taken away stays for the next time.
 */
export async function sweepLeft(
  { data, cache }: Pick<AppPaths, 'data' | 'cache'>,
  { now = Date.now(), temporary = tmpdir() } = {},
): Promise<number> {
  const plugins = join(data, 'plugins')
  await sweepStaging(plugins)
  const isOld = async (path: string, milliseconds: number) => {
    const info = await lstat(path).catch(() => undefined)
    return info !== undefined && now - info.mtimeMs > milliseconds
  }
  let count = 0
  const sweep = async (folder: string, name: RegExp, milliseconds: number) => {
    for (const path of await named(folder, name)) {
      if (!(await isOld(path, milliseconds))) continue
      await rm(path, { recursive: true, force: true }).catch(() => undefined)
      count++
    }
  }
  const homes = await foldersIn(plugins)
  const scoped = await Promise.all(homes.filter(home => /[/\\]@[^/\\]+$/.test(home)).map(foldersIn))
  const written = [
    ...[plugins, ...homes, ...scoped.flat(), data, join(data, 'plugin-environments')],
    ...(await foldersIn(join(data, 'plugin-files'))),
    join(cache, 'market/packages'),
  ]
  for (const folder of written) await sweep(folder, TEMPORARY, FILE_MS)
  await sweep(join(cache, 'market/packages'), PART, PART_MS)
  await sweep(temporary, FOLDER, FOLDER_MS)
  return count
}

async function named(folder: string, name: RegExp): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.filter(each => name.test(each)).map(each => join(folder, each))
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries
    .filter(entry => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(entry => join(folder, entry.name))
}
