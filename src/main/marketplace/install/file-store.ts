import { constants, existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { nanoid } from 'nanoid'
import { err, fail, ok, type Result } from '#shared/kit'
import { attempt, pathProblem, sha256, writeFailure } from '../../kit'
import type { PackageFile } from '../../plugins/packages'

/** Files of packages by what they are: one that several versions share is there once. */
export class FileStore {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Keeps the files of a version as they were installed; one that is another by now is not kept. */
  async keep(folder: string, files: Readonly<Record<string, string>>): Promise<Result<void>> {
    for (const [path, hash] of Object.entries(files)) {
      const target = this.#path(hash)
      if (existsSync(target)) continue
      const kept = await attempt(
        () => keepOne(join(folder, path), target, hash),
        errno => writeFailure(errno, `“${target}”`),
      )
      if (!kept.ok) return kept
      if (!kept.value) {
        const detail = `“${path}” in ${folder} is not as it was installed.`
        return err(fail('package-store-damaged', detail))
      }
    }
    return ok()
  }

  /** The files of a version, each held against its hash. */
  async read(files: Readonly<Record<string, string>>): Promise<Result<readonly PackageFile[]>> {
    const found: PackageFile[] = []
    for (const [path, hash] of Object.entries(files)) {
      const bytes = await readFile(this.#path(hash)).catch(() => undefined)
      if (bytes === undefined || sha256(bytes) !== hash || pathProblem(path) !== undefined) {
        return err(fail('package-store-damaged', `What was kept of “${path}” is lost.`))
      }
      found.push({ path, bytes })
    }
    return ok(found)
  }

  /** Takes away what none of these names. */
  async sweep(used: ReadonlySet<string>): Promise<void> {
    for (const path of await this.unused(used)) await rm(path, { force: true })
  }

  /** Paths of what none of these names. */
  async unused(used: ReadonlySet<string>): Promise<readonly string[]> {
    const found: string[] = []
    for (const part of await readdir(this.#folder).catch(() => [])) {
      const hashes = await readdir(join(this.#folder, part)).catch(() => [])
      const left = hashes.filter(hash => !used.has(hash))
      found.push(...left.map(hash => join(this.#folder, part, hash)))
    }
    return found
  }

  #path(hash: string): string {
    return join(this.#folder, hash.slice(0, 2), hash)
  }
}

async function keepOne(from: string, to: string, hash: string): Promise<boolean> {
  await mkdir(dirname(to), { recursive: true })
  const temporary = `${to}.${nanoid(6)}`
  try {
    // Shared blocks where the file system can; never a second name, which an editor would write through.
    await copyFile(from, temporary, constants.COPYFILE_FICLONE)
    if (sha256(await readFile(temporary)) !== hash) return false
    await rename(temporary, to)
    return true
  } finally {
    await rm(temporary, { force: true })
  }
}
