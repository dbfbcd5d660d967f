import { existsSync } from 'node:fs'
import type { RecentProject } from '#shared/contract'
import { ok, type Result } from '#shared/kit'
import type { Store } from '../store'

/** The projects that were open lately, and whether their files are still there. */
export function recentProjects(store: Store): Result<RecentProject[]> {
  const recents = store.recents.list()
  if (!recents.ok) return recents
  return ok(recents.value.map(recent => ({ ...recent, exists: existsSync(recent.path) })))
}
