import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { attempt, pathProblem, readFailure, sha256, writeDurably, writeFailure } from '../../kit'
import { integrityOf, packageLimits } from '../../plugins/packages'
import type { FetchLimits } from '../market-parts'
import type { Registry } from './address'
import { fetchLimited, type Fetched } from './fetch-limited'
import { authorization, notLetIn } from './get-json'
import type { OfferedVersion } from './offer'

export interface PackageWish {
  readonly registry: Registry
  readonly offered: Pick<OfferedVersion, 'tarball' | 'integrity' | 'bytes'>
  readonly token?: string
  readonly signal?: AbortSignal
  /** From 0 to 1, where it is known. */
  readonly onProgress?: (part: number) => void
}

/** Packages as they came, by what they are: whatever lies there is held against its integrity whenever it is read. */
export class PackageCache {
  readonly #folder: string
  readonly #limits: FetchLimits

  constructor(folder: string, limits: FetchLimits) {
    this.#folder = folder
    this.#limits = limits
  }

  async get(wish: PackageWish): Promise<Result<Buffer>> {
    const { integrity } = wish.offered
    const path = this.#path(integrity)
    const kept = existsSync(path) ? await readFile(path).catch(() => undefined) : undefined
    if (kept !== undefined && integrityOf(kept) === integrity) return ok(kept)
    const bytes = wish.registry.kind === 'npm' ? await this.#download(wish) : await readFrom(wish)
    if (!bytes.ok) return bytes
    if (integrityOf(bytes.value) !== integrity) {
      const detail = 'The package is not the one that the registry lists.'
      return err(fail('package-damaged', detail))
    }
    if (wish.registry.kind === 'npm') {
      await mkdir(this.#folder, { recursive: true })
      await writeDurably(path, bytes.value)
    }
    return bytes
  }

  has({ integrity }: Pick<OfferedVersion, 'integrity'>): boolean {
    return existsSync(this.#path(integrity))
  }

  /** A transfer that broke off is taken up where it broke, as long as the other side still has the same. */
  async #download(wish: PackageWish): Promise<Result<Buffer>> {
    const url = URL.parse(wish.offered.tarball)
    if (url === null) return err(fail('package-refused', 'The registry names no package.'))
    const part = `${this.#path(wish.offered.integrity)}.part`
    const made = await attempt(
      () => mkdir(this.#folder, { recursive: true }),
      errno => writeFailure(errno, `the folder “${this.#folder}”`),
    )
    if (!made.ok) return made
    let failure: Failure = fail('registry-unreachable', 'The package does not come.')
    for (let count = 0; count < this.#limits.tries; count++) {
      const had = await readPart(part)
      const fetched = await this.#piece(wish, url, had)
      if (!fetched.ok) {
        failure = fetched.error
        if (failure.code !== 'registry-unreachable') break
        continue
      }
      const bytes = whole(fetched.value, had, wish.token !== undefined)
      if (!bytes.ok) {
        await rm(part, { force: true })
        return bytes
      }
      const { broken } = fetched.value
      if (broken === undefined) {
        await rm(part, { force: true })
        return bytes
      }
      failure = broken
      await keepPart(part, bytes.value, fetched.value.headers.get('etag'))
      if (broken.code === 'job-stopped' || broken.code === 'package-too-large') break
    }
    return err(failure)
  }

  #piece({ registry, token, signal, onProgress, offered }: PackageWish, url: URL, had: Part) {
    let size = had.bytes.length
    return fetchLimited({
      url: url.href,
      base: registry.address,
      limits: this.#limits,
      mostBytes: packageLimits.packed,
      headers: {
        ...authorization(token),
        ...(size > 0 && { range: `bytes=${size}-`, 'if-range': had.etag }),
      },
      onBytes(piece) {
        size += piece.length
        if (offered.bytes > 0) onProgress?.(Math.min(1, size / offered.bytes))
      },
      ...(signal && { signal }),
    })
  }

  #path(integrity: string): string {
    return join(this.#folder, `${sha256(integrity).slice(0, 40)}.tgz`)
  }
}

interface Part {
  readonly bytes: Buffer
  readonly etag: string
}

const nothing: Part = { bytes: Buffer.alloc(0), etag: '' }

/** What came with what was there, if it is the rest of it. */
function whole({ status, headers, bytes }: Fetched, had: Part, hadToken: boolean): Result<Buffer> {
  if (status === 206) {
    const from = /^bytes (\d+)-/.exec(headers.get('content-range') ?? '')?.[1]
    const fits = Number(from) === had.bytes.length && headers.get('etag') === had.etag
    return fits ? ok(Buffer.concat([had.bytes, bytes])) : ok(Buffer.alloc(0))
  }
  if (status === 200) return ok(bytes)
  if (status === 404) return err(fail('package-not-found', 'The registry has no such package.'))
  if (status === 401 || status === 403) return err(notLetIn('The registry', status, hadToken))
  return err(fail('registry-unreachable', `The registry answers with ${status}.`))
}

/** Only what has a strong tag can be taken up again. */
async function keepPart(path: string, bytes: Buffer, etag: string | null): Promise<void> {
  if (etag === null || etag.startsWith('W/') || bytes.length === 0) {
    await rm(path, { force: true })
    return
  }
  const kept = await writeDurably(path, bytes)
  if (kept.ok) await writeDurably(`${path}.etag`, etag)
}

async function readPart(path: string): Promise<Part> {
  try {
    return { bytes: await readFile(path), etag: await readFile(`${path}.etag`, 'utf8') }
  } catch {
    return nothing
  }
}

/** Out of a folder: a name in it, not a way elsewhere. */
async function readFrom({ registry, offered }: PackageWish): Promise<Result<Buffer>> {
  if (pathProblem(offered.tarball) !== undefined || offered.tarball.includes('/')) {
    return err(fail('package-refused', 'The registry names a file outside of its folder.'))
  }
  const path = join(registry.address, offered.tarball)
  const toFailure = (errno: string): Failure => readFailure(errno, `file “${path}”`)
  const info = await attempt(() => stat(path), toFailure)
  if (!info.ok) return info
  if (!info.value.isFile() || info.value.size > packageLimits.packed) {
    return err(fail('package-too-large', `“${path}” is no package.`))
  }
  return attempt(() => readFile(path), toFailure)
}
