import { mkdir, stat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import type { DiagnosticsBundle, ServiceOf, SystemContract, SystemInfo } from '#shared/contract'
import { err, fail, ok, type Result } from '#shared/kit'
import { appVersion, attempt, readFailure, writeFailure, type AppPaths } from '../kit'
import { listFolder } from './list-folder'

export interface SystemServiceParts {
  readonly face: SystemInfo['face']
  readonly paths: Pick<AppPaths, 'home' | 'projects'>
  /** Shows a file in the system’s file manager, where the face can. */
  readonly reveal?: (path: string) => void
  /** Writes what helps to find out what is wrong. */
  readonly diagnose?: (path: string | undefined) => Promise<Result<DiagnosticsBundle>>
  /** What a new project can begin from. */
  readonly templates?: () => Promise<readonly SystemInfo['templates'][number][]>
}

/** What a page needs to know of the machine, and no more of it than the user's own folders. */
export function createSystemService({
  face,
  paths,
  reveal,
  diagnose,
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
    async diagnostics({ path }) {
      if (diagnose === undefined) return err(fail('face-cannot', 'Nothing is looked into here.'))
      if (path !== undefined && !isAbsolute(path)) {
        return err(fail('path-refused', `“${path}” is no whole path.`))
      }
      return diagnose(path)
    },
    async reveal({ path }) {
      if (reveal === undefined) {
        return err(fail('face-cannot', 'Only the desktop app can show a file in its folder.'))
      }
      if (!isAbsolute(path)) return err(fail('path-refused', `“${path}” is no whole path.`))
      const found = await attempt(
        () => stat(path),
        errno => readFailure(errno, path),
      )
      if (!found.ok) return found
      reveal(path)
      return ok()
    },
  }
}
