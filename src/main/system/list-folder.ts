import { readdir, realpath, stat } from 'node:fs/promises'
import { dirname, extname, join, resolve } from 'node:path'
import type { FolderListing } from '#shared/contract'
import { err, fail, ok, type Result } from '#shared/kit'
import { attempt, isBelow, readFailure } from '../kit'

type Entry = FolderListing['entries'][number]

/** More than anybody looks through, and than a dialog can show. */
const MOST = 5000

const kinds: Readonly<Record<string, Entry['kind']>> = {
  '.wireharp': 'project',
  '.wav': 'audio',
  '.flac': 'audio',
  '.mp3': 'audio',
  '.ogg': 'audio',
}
const order: readonly Entry['kind'][] = ['folder', 'project', 'audio']

/** What a file dialog shows of a folder below `home`; links count as what they lead to, if that lies there too. */
export async function listFolder(home: string, path: string): Promise<Result<FolderListing>> {
  const found = await attempt(
    async () => {
      const root = await realpath(home)
      const folder = await realpath(resolve(root, path))
      if (!isWithin(root, folder)) return undefined
      return { root, folder, names: await readdir(folder) }
    },
    errno => readFailure(errno, `folder “${path}”`),
  )
  if (!found.ok) return found
  if (found.value === undefined) {
    return err(fail('path-refused', `“${path}” lies outside of your home folder.`))
  }
  const { root, folder, names } = found.value
  const shown = names.filter(name => !name.startsWith('.')).slice(0, MOST)
  const entries = await Promise.all(shown.map(name => entryOf(root, folder, name)))
  return ok({
    path: folder,
    ...(folder !== root && { parent: dirname(folder) }),
    entries: entries.filter(entry => entry !== undefined).toSorted(byKindAndName),
  })
}

async function entryOf(root: string, folder: string, name: string): Promise<Entry | undefined> {
  const path = join(folder, name)
  const found = await attempt(
    async () => ({ real: await realpath(path), info: await stat(path) }),
    errno => readFailure(errno, name),
  )
  if (!found.ok || !isWithin(root, found.value.real)) return undefined
  if (found.value.info.isDirectory()) return { name, path, kind: 'folder' }
  const kind = found.value.info.isFile() ? kinds[extname(name).toLowerCase()] : undefined
  return kind && { name, path, kind }
}

function isWithin(root: string, path: string): boolean {
  return path === root || isBelow(root, path)
}

function byKindAndName(left: Entry, right: Entry): number {
  return (
    order.indexOf(left.kind) - order.indexOf(right.kind) ||
    left.name.localeCompare(right.name, 'en', { numeric: true })
  )
}
