import { existsSync } from 'node:fs'
import type { OpenProject } from '#shared/contract'
import { ok, type Result } from '#shared/kit'
import type { Store } from '../store'
import type { ProjectSession } from './project-session'

/** The projects that nobody has closed, those of the run before first. */
export function listOpen(
  store: Store,
  sessions: Iterable<ProjectSession>,
): Result<readonly OpenProject[]> {
  const histories = store.histories.open()
  if (!histories.ok) return histories
  const recents = store.recents.list()
  if (!recents.ok) return recents
  const titles = new Map(recents.value.map(({ path, title }) => [path, title]))
  const here = new Map([...sessions].map(session => [session.file.path, session]))
  return ok(
    histories.value.toReversed().flatMap(({ path, draft }) => {
      const session = here.get(path)
      if (session === undefined && !existsSync(path)) return []
      const title = session?.document.title ?? titles.get(path) ?? 'Untitled'
      return { path, title, draft, ...(session !== undefined && { project: session.id }) }
    }),
  )
}
