import { realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, resolve } from 'node:path'
import type { ServiceOf, SoundsContract, TrackRow } from '#shared/contract'
import { Emitter, err, eventStream, fail, ok, type Failure, type Result } from '#shared/kit'
import type { Inference } from '../inference'
import type { Jobs } from '../jobs'
import { attempt, readFailure, sha256OfFile, type AppPaths, type Clock, type Log } from '../kit'
import type { EmbeddingProvider, LibraryService } from '../library'
import type { ProjectService } from '../project'
import type { SoundFolder, Store } from '../store'
import { findDuplicates } from './duplicates'
import { EMBED, embedKind } from './embed-kind'
import { clearScratch, findLike, unknownSound, type RenderNode } from './find-like'
import { FolderKeeper } from './folder-keeper'
import { importKind } from './import-kind'
import { logMelProvider } from './log-mel-provider'
import { Nearest } from './nearest'
import { playlistService } from './playlist-service'
import { previewOf } from './preview'
import { EmbeddingProviders } from './providers'
import { stampOf } from './scan-folder'

export interface SoundsParts {
  readonly store: Pick<Store, 'soundFolders' | 'tracks' | 'embeddings' | 'playlists' | 'vectors'>
  readonly jobs: Pick<Jobs, 'create' | 'register' | 'changed'>
  /** A process of its own: files that nobody has looked at yet are decoded there. */
  readonly inference: Pick<Inference, 'run'>
  readonly library: Pick<LibraryService, 'decoded' | 'decodedFile' | 'decodeOnce' | 'importPath'>
  readonly projects: Pick<ProjectService, 'opened'>
  readonly renderNode: RenderNode
  readonly paths: Pick<AppPaths, 'cache'>
  readonly clock: Clock
  readonly log: Log
  /** Whether folders are watched: by the app that is open, not by a command. */
  readonly watches?: boolean
}

export interface Sounds extends Disposable {
  readonly service: ServiceOf<SoundsContract>
  /** Another model that turns sounds into vectors. */
  register(provider: EmbeddingProvider): Disposable
}

/** What changes during an import is told so often at most, in milliseconds. */
const TELL_MS = 400

/** The user’s library of sounds; see `soundsContract`. */
export function createSounds(parts: SoundsParts): Sounds {
  const { store, jobs, inference, library, projects, paths, clock, log } = parts
  const stack = new DisposableStack()
  const events = new Emitter<{ readonly kind: 'changed' }>()
  const providers = new EmbeddingProviders()
  const nearest = new Nearest(store)
  const scratch = join(paths.cache, 'sounds')
  let telling: NodeJS.Timeout | undefined
  const changed = (): void => {
    telling ??= setTimeout(() => {
      telling = undefined
      events.emit({ kind: 'changed' })
    }, TELL_MS).unref()
  }
  stack.defer(() => clearTimeout(telling))
  stack.use(providers.register(logMelProvider(inference)))
  const decode = library.decodedFile.bind(library)
  stack.use(jobs.register(importKind({ store, inference, clock, changed })))
  stack.use(jobs.register(embedKind({ store, providers, decode, changed })))
  const keeper = stack.use(new FolderKeeper({ store, jobs, log }))
  if (parts.watches === true) {
    void clearScratch(scratch)
    void keeper
      .start()
      .catch((error: unknown) => log.error({ err: error }, 'watching sounds failed'))
  }

  function folderOf(id: number): Result<SoundFolder> {
    const found = store.soundFolders.get(id)
    if (!found.ok) return found
    return found.value === undefined ? err(unknownFolder(id)) : ok(found.value)
  }

  function trackOf(id: number): Result<TrackRow> {
    const found = store.tracks.get(id)
    if (!found.ok) return found
    return found.value === undefined ? err(unknownSound(id)) : ok(found.value)
  }

  function look(folder: SoundFolder): Result<{ readonly id: string }> {
    if (parts.watches === true) keeper.watch(folder)
    const job = keeper.look(folder)
    changed()
    return job.ok ? ok({ id: job.value.id }) : job
  }

  const find = {
    store,
    nearest,
    providers,
    library,
    projects,
    renderNode: parts.renderNode,
    scratch,
  }
  const service: ServiceOf<SoundsContract> = {
    async status() {
      const tracks = store.tracks.count()
      if (!tracks.ok) return tracks
      const models = await Promise.all(
        providers.all.map(async provider => {
          const { modelVersion, label } = provider
          const count = store.embeddings.count(modelVersion)
          const present = await provider.state()
          return {
            modelVersion,
            label,
            hasWords: provider.embedText !== undefined,
            tracks: count.ok ? count.value : 0,
            ...(!present.ok && { failure: present.error }),
          }
        }),
      )
      return ok({ tracks: tracks.value, models, vectors: store.vectors })
    },
    folders() {
      const list = store.soundFolders.list()
      if (!list.ok) return list
      return ok(
        list.value.map(({ addedAt: _addedAt, ...folder }) => {
          const job = keeper.jobOf(folder.id)
          return { ...folder, ...(job !== undefined && { job }) }
        }),
      )
    },
    async addFolder({ path }) {
      const real = await realFolder(path)
      if (!real.ok) return real
      const folder = store.soundFolders.add(real.value, clock.now())
      if (!folder.ok) return folder
      return folder.value === undefined ? err(fail('internal', '')) : look(folder.value)
    },
    removeFolder({ folder }) {
      keeper.forget(folder)
      const removed = store.soundFolders.remove(folder)
      if (!removed.ok) return removed
      const orphans = store.tracks.removeOrphans()
      changed()
      return orphans.ok ? ok() : orphans
    },
    async moveFolder({ folder: id, path }) {
      const folder = folderOf(id)
      if (!folder.ok) return folder
      const real = await realFolder(path)
      if (!real.ok) return real
      const moved = store.soundFolders.move(folder.value, real.value)
      return moved.ok ? look({ ...folder.value, path: real.value }) : moved
    },
    async relink({ track: id, path }) {
      const track = trackOf(id)
      if (!track.ok) return track
      const wanted = store.tracks.hash(id)
      if (!wanted.ok) return wanted
      const hash = await attempt(
        () => sha256OfFile(path),
        errno => readFailure(errno, `file “${path}”`),
      )
      if (!hash.ok) return hash
      const stamp = await stampOf(resolve(path))
      if (stamp === undefined) return err(fail('file-not-found', `There is no file “${path}”.`))
      if (hash.value !== wanted.value) {
        return err(fail('sound-other', `“${path}” does not hold “${track.value.name}”.`))
      }
      const linked = store.soundFolders.relink(track.value.path, stamp)
      changed()
      return linked.ok ? trackOf(id) : linked
    },
    failures: ({ folder }) => store.soundFolders.failed(folder),
    search: query => store.tracks.search(query),
    show({ track: id }) {
      const track = trackOf(id)
      if (!track.ok) return track
      const all = store.tracks.paths(id)
      return all.ok ? ok({ ...track.value, paths: all.value }) : all
    },
    similar: ({ like, filters, limit }, { signal }) =>
      findLike(like, filters, limit, find, abortSignalOf(signal)),
    async duplicates({ likeness }) {
      const provider = await providers.best()
      return provider.ok
        ? findDuplicates(likeness, provider.value.modelVersion, { store, nearest })
        : provider
    },
    async embed() {
      const provider = await providers.best()
      if (!provider.ok) return provider
      const job = jobs.create(EMBED, { modelVersion: provider.value.modelVersion })
      return job.ok ? ok({ id: job.value.id }) : job
    },
    async preview({ track: id, from }) {
      const sound = await decodedTrack(id)
      return sound.ok ? previewOf(sound.value, from) : sound
    },
    bring({ project, track: id }, call) {
      const track = trackOf(id)
      return track.ok ? library.importPath({ project, path: track.value.path }, call) : track
    },
    ...playlistService({ store, clock, changed }),
    async *watch(_input, { signal }) {
      // Whoever lost the link has missed what happened meanwhile.
      yield* eventStream(events, signal, { first: () => [{ kind: 'changed' }] })
    },
  }

  async function decodedTrack(id: number) {
    const track = trackOf(id)
    if (!track.ok) return track
    const hash = store.tracks.hash(id)
    if (!hash.ok) return hash
    const { path } = track.value
    const there = await stampOf(path)
    if (there === undefined) return err(fail('file-not-found', `There is no file “${path}” now.`))
    return library.decodedFile(hash.value ?? '', path)
  }

  return {
    service,
    register: provider => providers.register(provider),
    [Symbol.dispose]: () => stack.dispose(),
  }
}

function unknownFolder(id: number): Failure {
  return fail('folder-unknown', `There is no folder ${id} in the library.`)
}

/** A folder by its one true path, so that it is not taken in twice. */
async function realFolder(path: string): Promise<Result<string>> {
  if (!isAbsolute(path)) return err(fail('folder-missing', `“${path}” is no whole path.`))
  const found = await attempt(
    async () => {
      const real = await realpath(path)
      return { real, isFolder: (await stat(real)).isDirectory() }
    },
    errno => readFailure(errno, `folder “${path}”`),
  )
  if (!found.ok) return found
  return found.value.isFolder
    ? ok(found.value.real)
    : err(fail('folder-missing', `“${path}” is a file, not a folder.`))
}

/** Calls have a signal without a face; what is awaited below wants the platform’s. */
function abortSignalOf(signal: {
  readonly aborted: boolean
  addEventListener(type: 'abort', listener: () => void): void
}): AbortSignal {
  const stop = new AbortController()
  if (signal.aborted) stop.abort()
  signal.addEventListener('abort', () => stop.abort())
  return stop.signal
}
