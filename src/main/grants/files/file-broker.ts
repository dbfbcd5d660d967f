import { constants } from 'node:fs'
import { open, readdir, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { err, fail, ok, type Bytes, type Result } from '#shared/kit'
import type { Right } from '#shared/graph'
import { attempt, readFailure, writeDurably } from '../../kit'
import type { Grants, Wanting } from '../grants'
import { coveringFolder, isClosed, isPath } from './file-scope'

/** What crosses to a plugin in one piece. */
const MOST_BYTES: Bytes = 5 * 2 ** 20
/** What a plugin may write between two starts. */
const WRITTEN_BYTES: Bytes = 256 * 2 ** 20
const MOST_NAMES = 5000

export interface FileBrokerParts {
  readonly grants: Pick<Grants, 'check'>
  readonly home: string
  /** Folders of Wireharp’s own, which no grant opens. */
  readonly kept: readonly string[]
}

/**
 * Files for plugins. A path is resolved first, its links followed, and only what it really is counts: it must lie below a
 * folder that the manifest names and the person granted. Only plain files are read, and what is written replaces a
 * name, so nothing is ever written through a link.
 */
export class FileBroker {
  readonly #parts: FileBrokerParts
  readonly #written = new Map<string, Bytes>()

  constructor(parts: FileBrokerParts) {
    this.#parts = parts
  }

  async read(who: Wanting, path: string): Promise<Result<Buffer>> {
    const real = await this.#resolved(path)
    if (!real.ok) return real
    const allowed = await this.#check(who, 'files.read', real.value)
    if (!allowed.ok) return allowed
    const read = await attempt(
      async () => {
        // Not through a link that came in the meantime, and not waiting for the other end of a pipe.
        const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
        await using file = await open(real.value, flags)
        const info = await file.stat()
        if (!info.isFile()) return 'other'
        if (info.size > MOST_BYTES) return 'large'
        const bytes = Buffer.alloc(info.size)
        const { bytesRead } = await file.read(bytes, 0, info.size, 0)
        return bytes.subarray(0, bytesRead)
      },
      errno => readFailure(errno, path),
    )
    if (!read.ok) return read
    if (read.value === 'other') return err(fail('path-refused', `${path} is no plain file.`))
    if (read.value === 'large') {
      return err(fail('file-too-large', `${path} is larger than a plugin may read, 5 MB.`))
    }
    return ok(read.value)
  }

  async list(who: Wanting, path: string): Promise<Result<readonly string[]>> {
    const real = await this.#resolved(path)
    if (!real.ok) return real
    const allowed = await this.#check(who, 'files.read', join(real.value, '*'))
    if (!allowed.ok) return allowed
    const names = await attempt(
      () => readdir(real.value),
      errno => readFailure(errno, path),
    )
    return names.ok ? ok(names.value.toSorted().slice(0, MOST_NAMES)) : names
  }

  async write(who: Wanting, path: string, bytes: Uint8Array): Promise<Result<void>> {
    if (bytes.byteLength > MOST_BYTES) {
      return err(fail('file-too-large', `A plugin may write 5 MB at once, not more.`))
    }
    if (!isPath(path)) return err(refused(path))
    const folder = await this.#resolved(dirname(path))
    if (!folder.ok) return folder
    const target = join(folder.value, basename(path))
    const allowed = await this.#check(who, 'files.write', target)
    if (!allowed.ok) return allowed
    const written = (this.#written.get(who.plugin) ?? 0) + bytes.byteLength
    if (written > WRITTEN_BYTES) {
      return err(fail('quota-exceeded', `${who.name} has written 256 MB since the start.`))
    }
    this.#written.set(who.plugin, written)
    // Where a folder of that name stands, the rename fails; where a link does, the link is replaced.
    return writeDurably(target, bytes)
  }

  async #resolved(path: string): Promise<Result<string>> {
    if (!isPath(path)) return err(refused(path))
    const real = await attempt(
      () => realpath(path),
      errno => readFailure(errno, path),
    )
    return real
  }

  #check(who: Wanting, right: Right, file: string): Promise<Result<void>> {
    const { grants, home, kept } = this.#parts
    if (isClosed(file, kept)) return Promise.resolve(err(refused(file)))
    const covered = coveringFolder(who.permissions, right, file, home)
    return grants.check(who, {
      right,
      target: covered?.target ?? dirname(file),
      permission: covered?.permission,
      detail: file,
    })
  }
}

function refused(path: string) {
  return fail('path-refused', `“${path.slice(0, 200)}” is no path that a plugin may use.`)
}
