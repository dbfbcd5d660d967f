import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { nanoid } from 'nanoid'
import { z } from 'zod'
import { ok, type Result } from '#shared/kit'
import { attempt, isRunning, readFailure, writeDurably, writeFailure, type Log } from '../kit'
import type { DecodedFacts } from './decode-sound'
import type { RunDecoder } from './run-decoder'

/** A sound as raw interleaved little-endian f32, from the first byte of a file to its last. */
export interface DecodedSound {
  readonly path: string
  readonly sampleRate: number
  readonly channels: number
  readonly frames: number
}

const factsSchema = z.object({
  format: z.enum(['wav', 'flac', 'mp3', 'vorbis', 'opus']),
  sampleRate: z.int(),
  channels: z.int(),
  frames: z.int(),
  mended: z.int(),
  warnings: z.array(z.string()),
})

const KEPT_BYTES = 20 * 1024 ** 3

export interface SoundCache {
  /** The decoded form, if it is there. */
  find(hash: string): Promise<CachedSound | undefined>
  /** The decoded form of the sound with this hash; `source` holds it, should it have to be made. */
  get(hash: string, source: string): Promise<Result<CachedSound>>
  readonly folder: string
}

export interface CachedSound extends DecodedSound {
  readonly facts: DecodedFacts
}

/**
 * Decoded sounds by the hash of their files. Beside each stands what it is, written last: without it the
 * samples do not count, so a decode that was killed is simply made again.
 */
export function createSoundCache({
  folder,
  decode,
  log,
  keptBytes = KEPT_BYTES,
}: {
  folder: string
  decode: RunDecoder
  log: Log
  keptBytes?: number
}): SoundCache {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  sweepParts(folder)
  const making = new Map<string, Promise<Result<CachedSound>>>()
  /** Handed out in this run: the engine may read them at any time. */
  const used = new Set<string>()

  const pathOf = (hash: string): string => join(folder, `${hash}.f32`)

  function find(hash: string): Promise<CachedSound | undefined> {
    used.add(hash)
    return readCached(pathOf(hash))
  }

  async function get(hash: string, source: string): Promise<Result<CachedSound>> {
    const present = await find(hash)
    if (present !== undefined) return ok(present)
    const made = await make(pathOf(hash), source)
    if (made.ok) await evict()
    return made
  }

  async function make(path: string, source: string): Promise<Result<CachedSound>> {
    const part = `${path}.${process.pid}-${nanoid(8)}.part`
    const facts = await decode({ source, target: part })
    if (!facts.ok) return facts
    const kept = await keep(part, path, facts.value)
    if (!kept.ok) return kept
    if (facts.value.mended > 0) log.warn({ path, mended: facts.value.mended }, 'a sound was mended')
    return ok(cached(path, facts.value))
  }

  /** Gives the samples their name, then notes what they are. */
  async function keep(part: string, path: string, facts: DecodedFacts): Promise<Result<void>> {
    const placed = await attempt(
      () => rename(part, path),
      errno => writeFailure(errno, 'the decoded sound'),
    )
    if (placed.ok) return writeDurably(`${path}.json`, JSON.stringify(facts))
    await rm(part, { force: true })
    return placed
  }

  /** The longest unused go first when the cache has grown too large. */
  async function evict(): Promise<void> {
    const swept = await attempt(
      async () => {
        const names = (await readdir(folder)).filter(name => name.endsWith('.f32'))
        const files = await Promise.all(
          names.map(async name => ({
            hash: name.slice(0, -4),
            info: await stat(join(folder, name)),
          })),
        )
        let total = files.reduce((sum, { info }) => sum + info.size, 0)
        for (const { hash, info } of files.toSorted((a, b) => a.info.mtimeMs - b.info.mtimeMs)) {
          if (total <= keptBytes) break
          if (used.has(hash)) continue
          for (const suffix of ['.f32.json', '.f32', '.peaks']) {
            await rm(join(folder, hash + suffix), { force: true })
          }
          total -= info.size
        }
      },
      errno => writeFailure(errno, folder),
    )
    if (!swept.ok) log.warn({ failure: swept.error }, 'the cache of sounds could not be trimmed')
  }

  return {
    folder,
    find,
    get(hash, source) {
      const running = making.get(hash)
      if (running !== undefined) return running
      const mine = get(hash, source).finally(() => making.delete(hash))
      making.set(hash, mine)
      return mine
    },
  }
}

/** The sound if it is there in full length; its time of use is noted for `evict`. */
async function readCached(path: string): Promise<CachedSound | undefined> {
  const found = await attempt(
    async () => {
      const [text, info] = await Promise.all([readFile(`${path}.json`, 'utf8'), stat(path)])
      const now = new Date()
      await utimes(path, now, now)
      return { facts: parseFacts(text), bytes: info.size }
    },
    errno => readFailure(errno, path),
  )
  if (!found.ok || found.value.facts === undefined) return undefined
  const { facts, bytes } = found.value
  return bytes === facts.frames * facts.channels * 4 ? cached(path, facts) : undefined
}

function cached(path: string, facts: DecodedFacts): CachedSound {
  const { sampleRate, channels, frames } = facts
  return { path, sampleRate, channels, frames, facts }
}

function parseFacts(text: string): DecodedFacts | undefined {
  try {
    const parsed = factsSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

/** What processes that are gone have left half made. */
function sweepParts(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = /\.(\d+)-[\w-]+\.part$/.exec(name)?.[1]
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(folder, name), { force: true })
  }
}
