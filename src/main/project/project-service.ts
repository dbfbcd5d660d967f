import { mkdirSync, realpathSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { nanoid } from 'nanoid'
import type { ProjectContract, ProjectEvent, ProjectState, ServiceOf } from '#shared/contract'
import type { NodeCatalog, Project } from '#shared/graph'
import { Emitter, err, fail, ok, type Result } from '#shared/kit'
import {
  attempt,
  isTemporaryOf,
  nodeFiles,
  readFailure,
  serially,
  type Clock,
  type FilePort,
  type Log,
} from '../kit'
import type { History, Store } from '../store'
import { BUNDLE_EXTENSION, BUNDLED_PROJECT, packBundle, unpackBundle } from './bundle'
import { removeAll, sweepAudio } from './copy-audio'
import { isDraft, makeDraft, makeDraftOf, removeDraft } from './drafts'
import { importSong } from './import-song'
import { listOpen } from './list-open'
import { loadMidi } from './midi'
import { loadProjectFile, projectHash, type ProjectFile } from './project-file'
import { takeLock } from './project-lock'
import { ProjectSession } from './project-session'
import { recentProjects } from './recent-projects'
import { recoverHistory } from './recover-history'
import { saveSession, saveSessionAs } from './save-session'
import { firstDemo, type MoreTemplate } from './templates'
import { watchSession } from './watch-session'

/** What other services see of an open project. */
export interface OpenedProject {
  readonly document: Project
  /** Where `audio/` lies. */
  readonly folder: string
  readonly path: string
  readonly revision: number
}

export interface ProjectService extends ServiceOf<ProjectContract>, AsyncDisposable {
  opened(project: string): Result<OpenedProject>
  /** Handle of the project that was opened last and is open still. */
  latest(): string | undefined
  /** Plugins came or went: every mirror hears anew what is wrong with its project. */
  catalogChanged(): void
  /** What happens to every open project, after it is in the log: a kill loses nothing of it. */
  readonly events: Emitter<{ readonly project: string; readonly event: ProjectEvent }>
}

export interface ProjectServiceParts {
  readonly store: Store
  readonly paths: { readonly data: string }
  /** Folder with `templates` and `demos`. */
  readonly resources: string
  /** Asked at every edit: plugins come and go. */
  readonly catalog: () => NodeCatalog
  /** What people call a plugin that is here. */
  readonly nameOf?: (plugin: string) => string | undefined
  /** Projects to begin from beside those of `resources`. */
  readonly more?: () => readonly MoreTemplate[]
  readonly clock: Clock
  readonly log: Log
  readonly files?: FilePort
}

/** Open projects: their documents, edit logs, undo and files. */
export function createProjectService({
  store,
  paths,
  resources,
  catalog,
  nameOf = () => undefined,
  more = () => [],
  clock,
  log,
  files = nodeFiles,
}: ProjectServiceParts): ProjectService {
  const drafts = ensureFolder(join(paths.data, 'drafts'))
  const sessions = new Map<string, ProjectSession>()
  const events: ProjectService['events'] = new Emitter()
  /** Opening, closing and saving change what lies on the disk: one at a time. */
  const inTurn = serially()

  function sessionOf(project: string): Result<ProjectSession> {
    const session = sessions.get(project)
    return session === undefined
      ? err(fail('project-not-open', 'The project is not open (any more).'))
      : ok(session)
  }

  async function openPath(path: string): Promise<Result<ProjectState>> {
    const file = await loadProjectFile(path)
    if (!file.ok) return file
    const present = [...sessions.values()].find(session => session.file.path === file.value.path)
    if (present !== undefined) {
      present.refreshAssets()
      return ok(present.state())
    }
    const lock = await takeLock(file.value.path, files)
    if (!lock.ok) return lock
    // Read again: it may have been saved between the first look and the lock.
    const held = await loadProjectFile(file.value.path)
    const session = held.ok ? await beginSession(held.value) : held
    if (!session.ok) {
      await lock.value?.[Symbol.asyncDispose]()
      return session
    }
    session.value.lock = lock.value
    session.value.crashed = lock.value?.left === true && session.value.recoveredEdits > 0
    if (lock.value !== undefined) await sweep(file.value)
    return ok(session.value.state())
  }

  async function beginSession(file: ProjectFile): Promise<Result<ProjectSession>> {
    const draft = isDraft(drafts, file.path)
    const recovered = recoverHistory({ store, log, now: clock.now() }, file, draft)
    if (!recovered.ok) return recovered
    const tools = { store, clock, catalog, nameOf }
    const session = new ProjectSession(nanoid(), tools, recovered.value, file.folder)
    store.histories.setOpen(session.history, true, clock.now())
    noteRecent(session)
    session.events.on(event => events.emit({ project: session.id, event }))
    sessions.set(session.id, session)
    if (recovered.value.left !== undefined) await leaveDraft(recovered.value.left)
    return ok(session)
  }

  /** A draft that is saved under a name now lies twice. */
  async function leaveDraft(path: string): Promise<void> {
    if (!isDraft(drafts, path)) return
    store.recents.forget(path)
    await removeDraft(drafts, path, files)
  }

  function noteRecent(session: ProjectSession): void {
    const { path } = session.file
    store.recents.note({ path, title: session.document.title, openedAt: clock.now() })
  }

  /** What a save or an import that was killed has left beside the file. */
  async function sweep({ path, folder }: ProjectFile): Promise<void> {
    const names = await attempt(
      () => readdir(folder),
      errno => readFailure(errno, folder),
    )
    const left = names.ok ? names.value.filter(name => isTemporaryOf(name, basename(path))) : []
    await removeAll(
      left.map(name => join(folder, name)),
      files,
    )
    await sweepAudio(folder, files)
  }

  async function create(template: string | undefined): Promise<Result<ProjectState>> {
    const path = await makeDraft({ folder: drafts, resources, files, more: more() }, template)
    return path.ok ? openPath(path.value) : path
  }

  /** Unpacked aside first: of what a bundle holds, only sounds that are what the project says come into the draft. */
  async function openBundle(path: string): Promise<Result<ProjectState>> {
    const aside = join(drafts, `.bundle-${nanoid()}`)
    await using _aside = { [Symbol.asyncDispose]: () => removeAll([aside], files) }
    const unpacked = await unpackBundle(path, aside)
    if (!unpacked.ok) return unpacked
    const bundled = await loadProjectFile(join(aside, BUNDLED_PROJECT))
    if (!bundled.ok) return bundled
    const text = JSON.stringify(bundled.value.document)
    const draft = await makeDraftOf({ folder: drafts, files }, text, [aside])
    return draft.ok ? await openPath(draft.value) : draft
  }

  async function openEmbedded(
    text: string,
    path: string | undefined,
    beside: string | undefined,
  ): Promise<Result<ProjectState>> {
    const present = beside === undefined ? undefined : sessions.get(beside)?.file.folder
    const places = [...(path === undefined ? [] : [dirname(path)]), ...(present ? [present] : [])]
    const draft = await makeDraftOf({ folder: drafts, files }, text, places)
    return draft.ok ? openPath(draft.value) : draft
  }

  async function start(): Promise<Result<ProjectState>> {
    const present = [...sessions.values()].at(-1)
    if (present !== undefined) return ok(present.state())
    const last = store.histories.open()
    for (const history of last.ok ? last.value : []) {
      const opened = await openPath(await pathOf(history))
      if (opened.ok) return opened
      log.warn(
        { path: history.path, failure: opened.error },
        'the last project could not be opened',
      )
    }
    const demo = await firstDemo(resources)
    const opened = demo === undefined ? undefined : await create(demo)
    return opened?.ok ? opened : create(undefined)
  }

  /** Where a project lies whose save under a new name was cut short. */
  async function pathOf({ path, pending }: History): Promise<string> {
    if (pending === undefined || pending.path === path) return path
    const hash = await projectHash(pending.path)
    return hash.ok && hash.value === pending.hash ? pending.path : path
  }

  async function end(session: ProjectSession): Promise<void> {
    sessions.delete(session.id)
    session.events.emit({ kind: 'closed' })
    session.events[Symbol.dispose]()
    await session.lock?.[Symbol.asyncDispose]()
  }

  async function close(session: ProjectSession): Promise<Result<void>> {
    const { path, draft } = session.file
    await end(session)
    if (draft && session.pristine) {
      store.histories.remove(session.history)
      store.recents.forget(path)
      await removeDraft(drafts, path, files)
      return ok()
    }
    return store.histories.setOpen(session.history, false, clock.now())
  }

  /** What the file holds as it lies there, whatever has been edited since. */
  async function revertToFile(session: ProjectSession): Promise<Result<{ revision: number }>> {
    const file = await loadProjectFile(session.file.path)
    if (!file.ok) return file
    session.crashed = false
    return onDisk(session.become(file.value.document, 'Back to the saved file'))
  }

  async function openFileBeside(session: ProjectSession): Promise<Result<ProjectState>> {
    const file = await loadProjectFile(session.file.path)
    if (!file.ok) return file
    session.crashed = false
    const { document, folder } = file.value
    const title = `${document.title} (as saved)`
    const text = JSON.stringify({ ...document, title })
    const draft = await makeDraftOf({ folder: drafts, files }, text, [folder])
    return draft.ok ? await openPath(draft.value) : draft
  }

  async function saveAs(
    session: ProjectSession,
    path: string,
    replace: boolean,
  ): Promise<Result<{ path: string }>> {
    const saved = await saveSessionAs(session, path, replace, { store, files })
    if (!saved.ok) return saved
    noteRecent(session)
    const { left } = saved.value
    if (left !== saved.value.path) await leaveDraft(left)
    return ok({ path: saved.value.path })
  }

  /** Who waits for an answer has it when the disk has the edit; the engine and other windows do not wait. */
  async function onDisk<T>(done: Result<T>): Promise<Result<T>> {
    const synced = done.ok ? await store.editLog.synced() : done
    return synced.ok ? done : synced
  }

  /** Runs work on an open project in turn with what else touches files. */
  function withSession<T>(
    project: string,
    work: (session: ProjectSession) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    return inTurn(async () => {
      const session = sessionOf(project)
      return session.ok ? work(session.value) : session
    })
  }

  return {
    events,
    opened(project) {
      const session = sessionOf(project)
      if (!session.ok) return session
      const { document, revision, file } = session.value
      return ok({ document, revision, folder: file.folder, path: file.path })
    },
    latest: () => [...sessions.keys()].at(-1),
    catalogChanged() {
      for (const session of sessions.values()) {
        session.events.emit({ kind: 'problems', problems: session.problems() })
      }
    },
    open: ({ path }) =>
      inTurn(() => (path.endsWith(BUNDLE_EXTENSION) ? openBundle(path) : openPath(path))),
    create: ({ template }) => inTurn(() => create(template)),
    openEmbedded: ({ text, path, beside }) => inTurn(() => openEmbedded(text, path, beside)),
    start: () => inTurn(start),
    state({ project }) {
      const session = sessionOf(project)
      if (!session.ok) return session
      session.value.refreshAssets()
      return ok(session.value.state())
    },
    edit({ project, base, transaction }) {
      const session = sessionOf(project)
      return session.ok ? onDisk(session.value.edit(base, transaction)) : session
    },
    undo({ project }) {
      const session = sessionOf(project)
      return session.ok ? onDisk(session.value.undo()) : session
    },
    redo({ project }) {
      const session = sessionOf(project)
      return session.ok ? onDisk(session.value.redo()) : session
    },
    history({ project }) {
      const session = sessionOf(project)
      return session.ok ? ok(session.value.historyEntries()) : session
    },
    async importMidi({ project, path, timeline }) {
      const song = await loadMidi(path)
      if (!song.ok) return song
      const session = sessionOf(project)
      return session.ok
        ? onDisk(importSong(session.value, song.value, { path, timeline }))
        : session
    },
    share: ({ project, path, replace }) =>
      withSession(project, ({ document, file }) =>
        packBundle({ document, folder: file.folder, path, replace }, files),
      ),
    save: ({ project }) =>
      withSession(project, async session => {
        const saved = await saveSession(session, { store, files })
        if (saved.ok) noteRecent(session)
        return saved
      }),
    saveAs: ({ project, path, replace }) =>
      withSession(project, session => saveAs(session, path, replace)),
    revertToFile: ({ project }) => withSession(project, revertToFile),
    openFileBeside: ({ project }) => withSession(project, openFileBeside),
    close: ({ project, unlessShown = false }) =>
      withSession(project, async session =>
        unlessShown && (await isWatched(session)) ? ok() : close(session),
      ),
    listOpen: () => listOpen(store, sessions.values()),
    recent: () => recentProjects(store),
    async *watch({ project }, { signal }) {
      const session = sessionOf(project)
      if (!session.ok) return yield { kind: 'closed' }
      session.value.watchers += 1
      try {
        yield* watchSession(session.value, signal)
      } finally {
        session.value.watchers -= 1
      }
    },
    [Symbol.asyncDispose]: () =>
      inTurn(async () => {
        for (const session of [...sessions.values()]) await end(session)
        events[Symbol.dispose]()
      }),
  }
}

/** A window that goes leaves its stream first, and closes right after: it is given a moment for that. */
async function isWatched(session: ProjectSession): Promise<boolean> {
  for (let tries = 0; tries < 5 && session.watchers > 0; tries++) {
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  return session.watchers > 0
}

/** Made at once and resolved, so that the paths of drafts compare equal wherever a link stands in the way. */
function ensureFolder(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  return realpathSync(path)
}
