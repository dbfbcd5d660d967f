import { mkdtemp, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import type { likeSchema, SimilarTrack, SoundFilters } from '#shared/contract'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import type { DecodedSound, EmbeddingProvider, LibraryService } from '../library'
import type { ProjectService } from '../project'
import type { Store } from '../store'
import type { Direction, Nearest } from './nearest'
import type { EmbeddingProviders } from './providers'

export type LikeInput = z.output<typeof likeSchema>

/** Renders so much of what comes out of a node into a folder; the path of the file. */
export type RenderNode = (
  wish: {
    readonly project: string
    readonly node: string
    readonly from: number
    readonly to: number
    readonly folder: string
  },
  signal: AbortSignal,
) => Promise<Result<string>>

export interface FindParts {
  readonly store: Pick<Store, 'tracks' | 'embeddings'>
  readonly nearest: Nearest
  readonly providers: EmbeddingProviders
  readonly library: Pick<LibraryService, 'decoded' | 'decodedFile' | 'decodeOnce'>
  readonly projects: Pick<ProjectService, 'opened'>
  readonly renderNode: RenderNode
  /** For what is heard and thrown away. */
  readonly scratch: string
}

/** Of a node so many seconds are heard. */
const NODE_SECONDS = 8
/** Filters leave few of many: so many are looked through. */
const FILTERED = 2000

export interface Found {
  readonly model: string
  readonly rows: readonly SimilarTrack[]
}

/** The sounds that are most like something. */
export async function findLike(
  like: LikeInput,
  filters: SoundFilters,
  limit: number,
  parts: FindParts,
  signal: AbortSignal,
): Promise<Result<Found>> {
  const direction = await directionOf(like, parts, signal)
  if (!direction.ok) return direction
  const { store, nearest } = parts
  const isFiltered = Object.values(filters).some(value => value !== undefined)
  const near = await nearest.find(direction.value, isFiltered ? FILTERED : limit + 1)
  if (!near.ok) return near
  const own = like.kind === 'track' ? like.track : undefined
  const others = near.value.filter(({ track }) => track !== own)
  const passing = isFiltered
    ? store.tracks.passing(
        others.map(({ track }) => track),
        filters,
      )
    : ok(undefined)
  if (!passing.ok) return passing
  const kept = others.filter(({ track }) => passing.value?.has(track) !== false).slice(0, limit)
  const rows = store.tracks.getAll(kept.map(({ track }) => track))
  if (!rows.ok) return rows
  const distances = new Map(kept.map(({ track, distance }) => [track, distance]))
  return ok({
    model: direction.value.modelVersion,
    rows: rows.value.map(row => ({ ...row, likeness: 1 - (distances.get(row.id) ?? 1) })),
  })
}

async function directionOf(
  like: LikeInput,
  parts: FindParts,
  signal: AbortSignal,
): Promise<Result<Direction>> {
  const { providers, scratch } = parts
  if (like.kind === 'words') {
    const provider = await providers.forWords()
    if (!provider.ok) return provider
    const { modelVersion, embedText } = provider.value
    const vector = await embedText?.(like.text, { signal, folder: scratch })
    if (vector === undefined) return err(fail('words-unavailable', 'It knows no words.'))
    return vector.ok ? ok({ modelVersion, vector: vector.value }) : vector
  }
  if (like.kind === 'track') return directionOfTrack(like.track, parts, signal)
  const provider = await providers.best()
  if (!provider.ok) return provider
  return like.kind === 'asset'
    ? directionOfAsset(like, provider.value, parts, signal)
    : directionOfNode(like, provider.value, parts, signal)
}

/** By the best model that has heard it; it is heard now where none has. */
async function directionOfTrack(
  track: number,
  { store, providers, library, scratch }: FindParts,
  signal: AbortSignal,
): Promise<Result<Direction>> {
  for (const provider of providers.all) {
    const state = await provider.state()
    if (!state.ok) continue
    const vectors = store.embeddings.of(track, provider.modelVersion)
    if (!vectors.ok) return vectors
    if (vectors.value.length > 0) return ok(directionFrom(provider, vectors.value))
  }
  const found = store.tracks.get(track)
  const sha256 = store.tracks.hash(track)
  if (!found.ok) return found
  if (!sha256.ok) return sha256
  if (found.value === undefined || sha256.value === undefined) return err(unknownSound(track))
  const sound = await library.decodedFile(sha256.value, found.value.path)
  if (!sound.ok) return sound
  const provider = await providers.best()
  return provider.ok ? hear(sound.value, provider.value, { signal, folder: scratch }) : provider
}

export function unknownSound(track: number): Failure {
  return fail('sound-unknown', `There is no sound ${track} in the library.`)
}

async function directionOfAsset(
  { project, asset: hash }: Extract<LikeInput, { kind: 'asset' }>,
  provider: EmbeddingProvider,
  { projects, library, scratch }: FindParts,
  signal: AbortSignal,
): Promise<Result<Direction>> {
  const opened = projects.opened(project)
  if (!opened.ok) return opened
  const asset = opened.value.document.assets[hash]
  if (asset === undefined) return err(fail('asset-missing', 'The project has no such sound.'))
  const sound = await library.decoded(asset, opened.value.folder)
  return sound.ok ? hear(sound.value, provider, { signal, folder: scratch }) : sound
}

async function directionOfNode(
  { project, node, from }: Extract<LikeInput, { kind: 'node' }>,
  provider: EmbeddingProvider,
  { library, renderNode, scratch }: FindParts,
  signal: AbortSignal,
): Promise<Result<Direction>> {
  await mkdir(scratch, { recursive: true })
  const folder = await mkdtemp(join(scratch, 'node-'))
  try {
    const span = { project, node, from, to: from + NODE_SECONDS, folder }
    const file = await renderNode(span, signal)
    if (!file.ok) return file
    const sound = await library.decodeOnce(file.value, join(folder, 'node.f32'))
    return sound.ok ? await hear(sound.value, provider, { signal, folder }) : sound
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function hear(
  sound: DecodedSound,
  provider: EmbeddingProvider,
  task: { readonly signal: AbortSignal; readonly folder: string },
): Promise<Result<Direction>> {
  const heard = await provider.embedSound(sound, task)
  return heard.ok
    ? ok(
        directionFrom(
          provider,
          heard.value.map(({ vector }) => vector),
        ),
      )
    : heard
}

/** The mean of its segments. */
function directionFrom(
  { modelVersion }: EmbeddingProvider,
  vectors: readonly Float32Array<ArrayBuffer>[],
): Direction {
  const [first = new Float32Array(0), ...rest] = vectors
  const vector = first.map((value, index) =>
    rest.reduce((sum, other) => sum + (other[index] ?? 0), value),
  )
  return { modelVersion, vector }
}

/** What searches that were killed have left. */
export async function clearScratch(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names) await rm(join(folder, name), { recursive: true, force: true })
}
