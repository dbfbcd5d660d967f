import { readFileSync, statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { err, isFailure, ok, type Failure, type Result } from '#shared/kit'
import type { Manifest } from '#shared/graph'
import { attempt, sha256, writeDurably, writeFailure } from '../kit'

type Parsed = Result<Manifest, readonly Failure[]>

/** What was made of a plugin.json before, by its text. */
export interface ManifestCache {
  /** `stays`: it is kept though later rounds do not ask for it. */
  of(text: string, parse: (text: string) => Parsed, stays?: boolean): Parsed
}

export const noCache: ManifestCache = { of: (text, parse) => parse(text) }

/** A cache of more is begun anew. */
const MAX_BYTES = 32 * 2 ** 20

/**
 * Manifests as they were checked, in one file of the cache folder, by the hash of their text: checking one takes
 * some hundred times as long as hashing it. A Wireharp that was built anew checks all again.
 */
export class FileManifestCache implements ManifestCache {
  readonly #path: string
  readonly #build = buildStamp()
  /** Of the round before, or of the file. */
  #known: ReadonlyMap<string, unknown>
  #used = new Map<string, Parsed>()
  readonly #staying = new Map<string, Parsed>()
  #fresh = 0
  #hits = 0
  #written: Promise<void> = Promise.resolve()

  constructor(path: string) {
    this.#path = path
    this.#known = readKnown(path, this.#build)
  }

  /** How many manifests of this round were known. */
  get hits(): number {
    return this.#hits
  }

  /** Kept when what was written last is on the disk. */
  get written(): Promise<void> {
    return this.#written
  }

  of(text: string, parse: (text: string) => Parsed, stays = false): Parsed {
    const key = sha256(text)
    const used = this.#used.get(key)
    const known = used ?? fromKnown(this.#known.get(key))
    if (known !== undefined) this.#hits++
    else this.#fresh++
    const parsed = known ?? parse(text)
    // What was wrong is looked at again: a busy machine may have been the reason.
    if (parsed.ok) this.#used.set(key, parsed)
    if (parsed.ok && stays) this.#staying.set(key, parsed)
    return parsed
  }

  /** Ends a round: what it used is written if any of it was new. That it cannot be written costs time alone. */
  keep(): void {
    const used = new Map([...this.#staying, ...this.#used])
    const isNew = this.#fresh > 0
    this.#known = used
    this.#used = new Map()
    this.#fresh = this.#hits = 0
    if (isNew) this.#write(used)
  }

  #write(used: ReadonlyMap<string, Parsed>): void {
    const text = JSON.stringify({ build: this.#build, parsed: [...used] })
    this.#written = writeText(this.#path, text)
  }
}

async function writeText(path: string, text: string): Promise<void> {
  const folder = await attempt(
    () => mkdir(dirname(path), { recursive: true }),
    errno => writeFailure(errno, path),
  )
  if (folder.ok) await writeDurably(path, text)
}

function readKnown(path: string, build: string): Map<string, unknown> {
  try {
    if (statSync(path).size > MAX_BYTES) return new Map()
    const file: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof file !== 'object' || file === null) return new Map()
    if (!('build' in file) || file.build !== build) return new Map()
    if (!('parsed' in file) || !Array.isArray(file.parsed)) return new Map()
    const entries: readonly unknown[] = file.parsed
    return new Map(entries.filter(isEntry))
  } catch {
    return new Map()
  }
}

function isEntry(entry: unknown): entry is [string, unknown] {
  return Array.isArray(entry) && entry.length === 2 && typeof entry[0] === 'string'
}

/** Only what this very build wrote is read back, so its form is known. */
function fromKnown(known: unknown): Parsed | undefined {
  if (typeof known !== 'object' || known === null || !('ok' in known)) return undefined
  if (known.ok === true && 'value' in known && isManifest(known.value)) return ok(known.value)
  if (known.ok === false && 'error' in known && isFailures(known.error)) return err(known.error)
  return undefined
}

function isManifest(value: unknown): value is Manifest {
  return typeof value === 'object' && value !== null && 'id' in value && 'nodes' in value
}

function isFailures(value: unknown): value is readonly Failure[] {
  return Array.isArray(value) && value.length > 0 && value.every(isFailure)
}

/** The time at which this program was built. */
function buildStamp(): string {
  try {
    return String(statSync(import.meta.filename).mtimeMs)
  } catch {
    return 'unknown'
  }
}
