import { dirname, resolve } from 'node:path'
import { MAX_PROJECT_BYTES, parseProject, pluginOf, type Project } from '#shared/graph'
import { canonicalJson, err, fail, ok, type Result } from '#shared/kit'
import { attempt, sha256, writeDurably, writeFailure, type FilePort } from '../kit'
import type { SavePoint, Store } from '../store'
import { copyAudio, removeAll } from './copy-audio'
import { loadProjectFile, projectHash, targetPath } from './project-file'
import { takeLock, type ProjectLock } from './project-lock'
import type { ProjectSession } from './project-session'

export interface SaveTools {
  readonly store: Store
  readonly files: FilePort
}

/** Writes the project over its own file, unless somebody else has written there since. */
export async function saveSession(
  session: ProjectSession,
  tools: SaveTools,
): Promise<Result<{ path: string }>> {
  const { path, saved } = session.file
  const locked = await ensureLock(session, tools.files)
  if (!locked.ok) return locked
  const onDisk = await projectHash(path)
  if (!onDisk.ok) return onDisk
  const known = [undefined, saved.hash, session.intended]
  if (!known.includes(onDisk.value)) {
    return err(fail('project-changed-on-disk', `“${path}” was changed by somebody else.`))
  }
  if (session.saved && onDisk.value === saved.hash) {
    session.settle(session.file)
    return ok({ path })
  }
  const written = await write(session, path, tools)
  if (!written.ok) return written
  session.settle({ ...session.file, saved: written.value })
  return ok({ path })
}

/** Writes the project with its audio to another place, which is the one that is open from then on. */
export async function saveSessionAs(
  session: ProjectSession,
  to: string,
  replace: boolean,
  tools: SaveTools,
): Promise<Result<{ path: string; left: string }>> {
  const made = await attempt(
    () => tools.files.makeFolder(dirname(resolve(to))),
    errno => writeFailure(errno, dirname(to)),
  )
  if (!made.ok) return made
  const target = await targetPath(to)
  if (!target.ok) return target
  const path = target.value
  const left = session.file.path
  if (path === left) {
    const saved = await saveSession(session, tools)
    return saved.ok ? ok({ path, left }) : saved
  }
  const lock = await takeLock(path, tools.files)
  if (!lock.ok) return lock
  const moved = await writeTo(session, path, replace, tools)
  if (!moved.ok) {
    await lock.value?.[Symbol.asyncDispose]()
    return moved
  }
  await swapLock(session, lock.value)
  session.settle({ path, folder: dirname(path), draft: false, saved: moved.value })
  return ok({ path, left })
}

async function writeTo(
  session: ProjectSession,
  path: string,
  replace: boolean,
  tools: SaveTools,
): Promise<Result<SavePoint>> {
  const free = await mayReplace(path, replace)
  if (!free.ok) return free
  const audio = await copyAudio(session.document, session.file.folder, dirname(path), tools.files)
  if (!audio.ok) return audio
  const written = await write(session, path, tools)
  if (!written.ok) await removeAll(audio.value.made, tools.files)
  return written
}

/** A project of a newer Wireharp and a damaged one are somebody's work: not even `replace` overwrites them. */
async function mayReplace(path: string, replace: boolean): Promise<Result<void>> {
  const present = await loadProjectFile(path)
  if (present.ok) return replace ? ok() : err(fail('file-exists', `“${path}” is there already.`))
  return present.error.code === 'file-not-found' ? ok() : present
}

/** The save proper: the intention on record, the file durably, the end on record. */
async function write(
  session: ProjectSession,
  path: string,
  { store, files }: SaveTools,
): Promise<Result<SavePoint>> {
  const plugins = lockOf(session)
  const text = textOf({ ...session.document, plugins })
  if (!text.ok) return text
  const point = { hash: sha256(text.value), revision: session.revision, top: session.top }
  const draft = session.file.draft && path === session.file.path
  const intended = store.histories.intend(session.history, path, point)
  if (!intended.ok) return intended
  if (path === session.file.path) session.intended = point.hash
  const written = await writeDurably(path, text.value, files)
  if (!written.ok) return written
  // Should this fail, the intention on record tells the next start what the file holds.
  store.histories.settle(session.history, path, draft, point)
  session.noteVersions(plugins)
  return ok(point)
}

/**
 * The version of every plugin that it has nodes of, as it is played now, and what they are called: where it is missing one
 * day, it is known by that. What is not here keeps what it had.
 */
function lockOf(session: ProjectSession): Project['plugins'] {
  const { document, catalog } = session
  const lock: Project['plugins'] = {}
  for (const { type } of Object.values(document.graph.nodes)) {
    const id = pluginOf(type)
    const definition = catalog.get(type)
    const before = document.plugins[id]
    const version = definition?.pluginVersion ?? before?.version ?? ''
    if (version === '') continue
    const name = session.nameOf(id) ?? before?.name
    const key = type.slice(id.length + 1)
    const label = definition?.label ?? before?.nodes?.[key]
    const nodes = { ...lock[id]?.nodes, ...(label !== undefined && { [key]: label.slice(0, 100) }) }
    lock[id] = {
      version,
      ...(name !== undefined && { name: name.slice(0, 100) }),
      ...(Object.keys(nodes).length > 0 && { nodes }),
    }
  }
  return lock
}

/** The file's text, read back once: nothing is written that could not be opened again. */
function textOf(document: Project): Result<string> {
  const text = canonicalJson(document)
  if (Buffer.byteLength(text) > MAX_PROJECT_BYTES) {
    return err(
      fail('project-too-large', `The project would have ${Buffer.byteLength(text)} bytes.`),
    )
  }
  const readable = parseProject(text)
  return readable.ok ? ok(text) : readable
}

async function ensureLock(session: ProjectSession, files: FilePort): Promise<Result<void>> {
  if (session.lock !== undefined) return ok()
  const lock = await takeLock(session.file.path, files)
  if (!lock.ok) return lock
  session.lock = lock.value
  return ok()
}

async function swapLock(session: ProjectSession, lock: ProjectLock | undefined): Promise<void> {
  const old = session.lock
  session.lock = lock
  await old?.[Symbol.asyncDispose]()
}
