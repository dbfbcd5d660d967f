import { mkdir } from 'node:fs/promises'
import type { ServiceOf, SystemContract, SystemInfo } from '#shared/contract'
import { ok } from '#shared/kit'
import { appVersion, attempt, writeFailure, type AppPaths } from '../kit'
import { listFolder } from './list-folder'

export interface SystemServiceParts {
  readonly face: SystemInfo['face']
  readonly paths: Pick<AppPaths, 'home' | 'projects'>
  /** What a new project can begin from. */
  readonly templates?: () => Promise<readonly SystemInfo['templates'][number][]>
}

/** What a page needs to know of the machine, and no more of it than the user's own folders. */
export function createSystemService({
  face,
  paths,
  templates = () => Promise.resolve([]),
}: SystemServiceParts): ServiceOf<SystemContract> {
  return {
    async info() {
      const found = await templates()
      return ok({
        version: appVersion(),
        face,
        platform: process.platform,
        projectsFolder: paths.projects,
        templates: found.map(({ id, title, description }) => ({ id, title, description })),
      })
    },
    async listFolder({ path }) {
      if (path !== undefined) return listFolder(paths.home, path)
      // A first visit: the folder is there to be saved to.
      const made = await attempt(
        () => mkdir(paths.projects, { recursive: true }),
        errno => writeFailure(errno, paths.projects),
      )
      return listFolder(paths.home, made.ok ? paths.projects : paths.home)
    },
  }
}
