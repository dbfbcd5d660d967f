import { createHash, type Hash } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat, statfs, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import type { Frames } from '#shared/kit'
import { keptBytes, type KeptSamples } from '../graph'

/** Samples of one output of a graph, from the first frame that was rendered on. */
export interface KeptSound extends KeptSamples {
  readonly key: string
  /** Frames by which it lags behind the timeline. */
  readonly lag: Frames
}

/** What the name of a file says; the rest is samples. */
export type KeptFacts = Omit<KeptSound, 'path'>

export interface RenderCacheOptions {
  /** Most bytes; if left out 4 GB, or a tenth of what the disk has free where that is less. */
  readonly limit?: number | undefined
  /** Renders that take less are not kept: estimated nanoseconds, 20 ms if left out. */
  readonly leastWork?: number
}

const LEAST_WORK = 20e6
const GIGABYTE = 2 ** 30
const MOST_BYTES = 4 * GIGABYTE
const SHARE_OF_DISK = 0.1
/** A file in the making that nobody touched for so long has lost its maker. */
const ABANDONED_MS = 3_600_000
const NAME = /^([0-9a-f]{64})-(\d+)x(\d+)-(\d+)-([0-9a-f]{8})\.f32$/
const UNFINISHED = '.part'
const SEEN = 'seen'
/** Renders whose keys are remembered. */
const MOST_SEEN = 16

/**
 * The outputs that renders keep on disk for the renders after them. Any number of processes may use one folder:
 * a file is there whole, under its name, or not at all, and one that goes away while it is read is read to its end.
 * What cannot be written is not kept, and no render fails for that.
 */
export class RenderCache {
  readonly #folder: string
  readonly #limit: number | undefined
  readonly leastWork: number

  constructor(folder: string, { limit, leastWork = LEAST_WORK }: RenderCacheOptions = {}) {
    this.#folder = folder
    this.#limit = limit
    this.leastWork = leastWork
  }

  /** Everything that is kept, by key. A file that was cut short is not. */
  async list(): Promise<ReadonlyMap<string, KeptSound>> {
    const names = await orElse(readdir(this.#folder), [])
    const found = new Map<string, KeptSound>()
    for (const name of names) {
      const facts = factsOf(name)
      const longer = facts && (found.get(facts.key)?.frames ?? 0) < facts.frames
      if (facts === undefined || !longer) continue
      const path = join(this.#folder, name)
      const size = await orElse(stat(path), undefined)
      if (size?.size === keptBytes(facts)) found.set(facts.key, { ...facts, path })
    }
    return found
  }

  /** Where a sound is to be written before `take` keeps it. */
  async room(key: string): Promise<string> {
    await orElse(mkdir(this.#folder, { recursive: true }), undefined)
    return join(this.#folder, `${key}-${process.pid}-${Date.now()}${UNFINISHED}`)
  }

  /** Keeps what was written whole. */
  async take(part: string, facts: KeptFacts): Promise<void> {
    const kept = rename(part, join(this.#folder, nameOf(facts)))
    await orElse(kept, undefined)
  }

  async drop(path: string): Promise<void> {
    await orElse(rm(path, { force: true }), undefined)
  }

  /** It was of use: what was of none for the longest time goes first. */
  async touch({ path }: KeptSound): Promise<void> {
    const now = new Date()
    await orElse(utimes(path, now, now), undefined)
  }

  /** Most bytes that may lie in the folder. */
  async limit(): Promise<number> {
    if (this.#limit !== undefined) return this.#limit
    const disk = await orElse(statfs(this.#folder), undefined)
    const free = disk === undefined ? MOST_BYTES : disk.bavail * disk.bsize
    return Math.min(MOST_BYTES, (free + (await this.#present())) * SHARE_OF_DISK)
  }

  /** Removes the oldest until the rest fits, and what nobody will finish. */
  async trim(): Promise<void> {
    const files = await this.#files()
    let left = (await this.limit()) - files.reduce((sum, { size }) => sum + size, 0)
    for (const { path, size, mtimeMs } of files.toSorted((a, b) => a.mtimeMs - b.mtimeMs)) {
      const abandoned = path.endsWith(UNFINISHED) && Date.now() - mtimeMs > ABANDONED_MS
      const surplus = left < 0 && path.endsWith('.f32')
      if (!abandoned && !surplus) continue
      await this.drop(path)
      left += size
    }
  }

  /** The keys of the last renders; of none where nothing was rendered yet. */
  async seen(): Promise<readonly ReadonlySet<string>[]> {
    const names = (await orElse(readdir(this.#folder), [])).filter(name => name.startsWith(SEEN))
    const lists = names.map(async name => {
      const text = await orElse(readText(join(this.#folder, name)), '')
      return new Set(text.split('\n'))
    })
    return Promise.all(lists)
  }

  /** Remembers the keys of a render. */
  async remember(keys: readonly string[]): Promise<void> {
    const text = keys.toSorted().join('\n')
    const hash: Hash = createHash('sha256').update(text)
    const name = `${SEEN}-${hash.digest('hex').slice(0, 16)}`
    const part = await this.room(name)
    const written = orElse(
      writeText(part, text).then(async () => {
        await rename(part, join(this.#folder, name))
        return true
      }),
      false,
    )
    if (!(await written)) return this.drop(part)
    const all = (await this.#files()).filter(file => file.name.startsWith(SEEN))
    const old = all.toSorted((a, b) => b.mtimeMs - a.mtimeMs).slice(MOST_SEEN)
    for (const { path } of old) await this.drop(path)
  }

  async #present(): Promise<number> {
    return (await this.#files()).reduce((sum, { size }) => sum + size, 0)
  }

  async #files() {
    const names = await orElse(readdir(this.#folder), [])
    const files = names.map(async name => {
      const path = join(this.#folder, name)
      const facts = await orElse(stat(path), undefined)
      return facts === undefined ? [] : [{ name, path, size: facts.size, mtimeMs: facts.mtimeMs }]
    })
    return (await Promise.all(files)).flat()
  }
}

function nameOf({ key, channels, frames, lag, crc }: KeptFacts): string {
  return `${key}-${channels}x${frames}-${lag}-${crc.toString(16).padStart(8, '0')}.f32`
}

function factsOf(name: string): KeptFacts | undefined {
  const [, key, channels, frames, lag, crc] = NAME.exec(name) ?? []
  if (key === undefined || crc === undefined) return undefined
  return {
    key,
    channels: Number(channels),
    frames: Number(frames),
    lag: Number(lag),
    crc: Number.parseInt(crc, 16),
  }
}

async function readText(path: string): Promise<string> {
  await using file = await open(path, 'r')
  return await file.readFile('utf8')
}

async function writeText(path: string, text: string): Promise<void> {
  await using file = await open(path, 'w')
  await file.writeFile(text)
}

/** What the disk refuses only costs time. */
async function orElse<T, U>(work: Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await work
  } catch {
    return otherwise
  }
}
