import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { unwrap } from '../../src/shared/kit'
import { randomFrom, type Random } from '../../src/main/inference/host/listen/testing/make-sounds'
import { silentLog, systemClock } from '../../src/main/kit'
import { Nearest } from '../../src/main/sounds/nearest'
import { openStore, type HeardFile, type Store } from '../../src/main/store'
import { checkpoint } from '../../src/main/store/checkpoint'

const SIZE = 512
/** Dimensions in which sounds of a cluster differ: real ones have far fewer than components. */
const INNER = 24
const EXACT_QUERIES = 20
/** Sounds that come into the database in one transaction. */
const STEP = 5000
/** After so many the log goes into the database: it stays below 300 MB, however many there are. */
const WRITTEN = 50_000

export interface SearchOptions {
  readonly queries: number
  /** Where the database stays, to be gone on with and searched again; else it is made anew and thrown away. */
  readonly keep?: string
  /** To be told how many vectors are there. */
  readonly told?: (done: number, of: number) => void
}

/**
 * Finding the ten nearest of many vectors, as the app does: in clusters of about 200, each of which lies around a place of its own in
 * a few dimensions of its own, with a little noise in all. The recall is against looking at every vector.
 */
export async function searchBench(tracks: number, { queries, keep, told }: SearchOptions) {
  const folder =
    keep === undefined
      ? mkdtempSync(join(tmpdir(), 'wireharp-search-'))
      : join(keep, `search-${tracks}`)
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'wireharp.db')
  try {
    using store = unwrap(openStore({ path, clock: systemClock, log: silentLog }))
    const clusters = clustersOf(Math.max(10, Math.round(tracks / 200)))
    const filling = performance.now()
    const made = await fill(store, tracks, { clusters, path, ...(told && { told }) })
    const filled = performance.now() - filling
    const nearest = new Nearest(store)
    const random = randomFrom(99)
    const wanted = Array.from({ length: queries }, () => vectorOf(clusters, random))
    const first = performance.now()
    unwrap(
      await nearest.find({ modelVersion: 'm', vector: wanted[0] ?? new Float32Array(SIZE) }, 10),
    )
    const loading = performance.now() - first
    const times: number[] = []
    const processor: number[] = []
    let right = 0
    for (const [index, vector] of wanted.entries()) {
      const began = performance.now()
      const before = process.cpuUsage()
      const found = unwrap(await nearest.find({ modelVersion: 'm', vector }, 10))
      times.push(performance.now() - began)
      const { user, system } = process.cpuUsage(before)
      processor.push((user + system) / 1000)
      if (index >= EXACT_QUERIES) continue
      const all = new Set(unwrap(store.embeddings.nearest('m', vector, 10)).map(({ id }) => id))
      right += found.filter(({ id }) => all.has(id)).length
    }
    const at = (part: number, all: readonly number[] = times) => {
      const sorted = all.toSorted((one, other) => one - other)
      return Number((sorted[Math.floor(part * sorted.length)] ?? 0).toFixed(1))
    }
    return {
      tracks,
      'p50 (ms)': at(0.5),
      'p95 (ms)': at(0.95),
      // On a busy machine the figure that counts.
      'p95 of processor (ms)': at(0.95, processor),
      'recall@10': Number((right / 10 / Math.min(EXACT_QUERIES, queries)).toFixed(3)),
      'first search (ms)': Math.round(loading),
      // Nothing where the database was there.
      'sounds a second, filling': made === 0 ? 0 : Math.round((made / filled) * 1000),
      'peak memory (MB)': Math.round(process.resourceUsage().maxRSS / 1024),
    }
  } finally {
    if (keep === undefined) rmSync(folder, { recursive: true, force: true })
  }
}

/** Each tenth, on standard error. */
export function tellFilling(done: number, of: number): void {
  const tenth = Math.max(STEP, Math.ceil(of / 10 / STEP) * STEP)
  if (done % tenth === 0 || done === of) console.error(`${done} of ${of} vectors`)
}

interface Cluster {
  readonly center: Float32Array
  readonly axes: readonly Float32Array[]
}

function clustersOf(count: number): readonly Cluster[] {
  const random = randomFrom(5)
  // All clusters share a pool of axes: some are neighbours of one another.
  const pool = Array.from({ length: 256 }, () => direction(random))
  return Array.from({ length: count }, () => ({
    center: direction(random),
    axes: Array.from(
      { length: INNER },
      () => pool[Math.floor(random() * 256)] ?? direction(random),
    ),
  }))
}

function direction(random: Random): Float32Array {
  const vector = Float32Array.from({ length: SIZE }, () => gauss(random))
  const length = Math.hypot(...vector)
  return vector.map(value => value / length)
}

function gauss(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

function vectorOf(clusters: readonly Cluster[], random: Random): Float32Array<ArrayBuffer> {
  const cluster = clusters[Math.floor(random() * clusters.length)]
  const vector = Float32Array.from(cluster?.center ?? [], value => value + 0.012 * (random() - 0.5))
  for (const axis of cluster?.axes ?? []) {
    const much = 0.12 * gauss(random)
    for (let index = 0; index < SIZE; index++) {
      vector[index] = (vector[index] ?? 0) + much * (axis[index] ?? 0)
    }
  }
  return vector
}

/** Fills the database in steps, from what is there on; each vector is the same whoever makes it. Returns how many were made. */
async function fill(
  store: Store,
  tracks: number,
  {
    clusters,
    path,
    told,
  }: Pick<SearchOptions, 'told'> & { clusters: readonly Cluster[]; path: string },
): Promise<number> {
  const folder = unwrap(store.soundFolders.add('/sounds', 0))?.id ?? 0
  const there = unwrap(store.embeddings.count('m'))
  for (let from = there; from < tracks; from += STEP) {
    const random = randomFrom(1 + from / STEP)
    const files = Array.from({ length: Math.min(STEP, tracks - from) }, (_, index) =>
      soundOf(from + index, vectorOf(clusters, random)),
    )
    unwrap(store.tracks.add(folder, files, 0))
    const done = from + files.length
    if (done % WRITTEN === 0 || done === tracks) unwrap(checkpoint(path))
    told?.(done, tracks)
    await turn()
  }
  return tracks - there
}

const shape = new Uint8Array(2)

function soundOf(number: number, vector: Float32Array<ArrayBuffer>): HeardFile {
  return {
    kind: 'new',
    path: `/sounds/${number}.wav`,
    bytes: 1,
    modifiedAt: 0,
    facts: {
      sha256: number.toString(16).padStart(64, '0'),
      name: `Sound ${number}`,
      format: 'wav',
      type: 'sound',
      bytes: 1,
      sampleRate: 44_100,
      channels: 1,
      frames: 1,
      seconds: 1,
      shape,
    },
    embeddings: [{ modelVersion: 'm', start: 0, vector }],
  }
}
