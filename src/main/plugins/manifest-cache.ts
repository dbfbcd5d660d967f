import { readFileSync, statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ok, type Failure, type Result } from '#shared/kit'
import type { Manifest } from '#shared/graph'
import { attempt, sha256, writeDurably, writeFailure } from '../kit'
import type { KnownFolder } from './plugin-shelf'

type Parsed = Result<Manifest, readonly Failure[]>

/** What was made of a plugin.json before, by its text. */
export interface ManifestCache {
  of(text: string, parse: (text: string) => Parsed): Parsed
}

export const noCache: ManifestCache = { of: (text, parse) => parse(text) }

/** A cache of more is begun anew. */
const MAX_BYTES = 32 * 2 ** 20

/** A checked manifest as the file has it, and once it is needed as it is. */
interface Entry {
  readonly json: string
  manifest?: Manifest
}

/**
 * Manifests as they were checked, by the hash of their text, and the folders that they were found in: a line each, in one
 * file of the cache folder. Checking one takes some hundred times as long as reading it here, and a folder whose files are
 * as they were is not even opened. A Wireharp that was built anew checks all again.
 */
export class FileManifestCache implements ManifestCache {
  readonly #path: string
  readonly #build = buildStamp()
  readonly #keys = new WeakMap<Manifest, string>()
  #entries = new Map<string, Entry>()
  #used = new Set<string>()
  #hits = 0
  #folders: readonly FolderLine[] = []
  #written: Promise<void> = Promise.resolve()

  constructor(path: string) {
    this.#path = path
    this.#read()
  }

  /** How many manifests were known. */
  get hits(): number {
    return this.#hits
  }

  /** Kept when what was written last is on the disk. */
  get written(): Promise<void> {
    return this.#written
  }

  /** The folders of the run before. */
  get folders(): KnownFolder[] {
    return this.#folders.flatMap(({ key, ...folder }): KnownFolder[] => {
      const manifest = this.#manifest(key)
      return manifest === undefined ? [] : [{ ...folder, manifest }]
    })
  }

  of(text: string, parse: (text: string) => Parsed): Parsed {
    const key = sha256(text)
    const known = this.#manifest(key)
    if (known !== undefined) {
      this.#hits++
      this.#used.add(key)
      return ok(known)
    }
    const parsed = parse(text)
    // What was wrong is looked at again: a busy machine may have been the reason.
    if (!parsed.ok) return parsed
    this.#entries.set(key, { json: JSON.stringify(parsed.value), manifest: parsed.value })
    this.#keys.set(parsed.value, key)
    this.#used.add(key)
    return parsed
  }

  /** Writes these folders and what was used since the last time. That it cannot be written costs time alone. */
  keep(folders: readonly KnownFolder[]): void {
    const lines = folders.flatMap(({ manifest, ...folder }): FolderLine[] => {
      const key = this.#keys.get(manifest)
      return key === undefined ? [] : [{ ...folder, key }]
    })
    const used = new Set([...this.#used, ...lines.map(({ key }) => key)])
    this.#entries = new Map([...this.#entries].filter(([key]) => used.has(key)))
    this.#used = new Set()
    const text = [
      this.#build,
      ...[...this.#entries].map(([key, { json }]) => `${key} ${json}`),
      ...lines.map(line => JSON.stringify(line)),
    ].join('\n')
    this.#written = this.#written.then(() => writeText(this.#path, text))
  }

  #manifest(key: string): Manifest | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined || entry.manifest !== undefined) return entry?.manifest
    const value = parsedJson(entry.json)
    if (!isManifest(value)) {
      this.#entries.delete(key)
      return undefined
    }
    this.#keys.set(value, key)
    return (entry.manifest = value)
  }

  #read(): void {
    const [build, ...lines] = linesOf(this.#path)
    if (build !== this.#build) return
    const folders: FolderLine[] = []
    for (const line of lines) {
      if (line.startsWith('{')) {
        const folder = parsedJson(line)
        if (isFolderLine(folder)) folders.push(folder)
      } else this.#entries.set(line.slice(0, KEY_LENGTH), { json: line.slice(KEY_LENGTH + 1) })
    }
    this.#folders = folders
  }
}

const KEY_LENGTH = 64

interface FolderLine extends Omit<KnownFolder, 'manifest'> {
  /** Of its manifest. */
  readonly key: string
}

async function writeText(path: string, text: string): Promise<void> {
  const folder = await attempt(
    () => mkdir(dirname(path), { recursive: true }),
    errno => writeFailure(errno, path),
  )
  if (folder.ok) await writeDurably(path, text)
}

function linesOf(path: string): readonly string[] {
  try {
    return statSync(path).size > MAX_BYTES ? [] : readFileSync(path, 'utf8').split('\n')
  } catch {
    return []
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Only what this very build wrote is read back, so its form is known; a damaged line is none. */
function isManifest(value: unknown): value is Manifest {
  return typeof value === 'object' && value !== null && 'id' in value && 'nodes' in value
}

function isFolderLine(value: unknown): value is FolderLine {
  if (typeof value !== 'object' || value === null) return false
  return 'folder' in value && 'key' in value && 'stamps' in value
}

/** The time at which this program was built. */
function buildStamp(): string {
  try {
    return String(statSync(import.meta.filename).mtimeMs)
  } catch {
    return 'unknown'
  }
}
