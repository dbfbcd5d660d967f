import type { DropOutcome, DropsContract, ServiceOf } from '#shared/contract'
import { ok, type Result } from '#shared/kit'
import type { AppPaths } from '../kit'
import type { ProjectService } from '../project'

export interface DropsServiceParts {
  readonly projects: Pick<ProjectService, 'importMidi' | 'open'>
  readonly paths: Pick<AppPaths, 'home'>
  /** Looks into a package of a plugin, or installs it. */
  readonly takePackage: (dropped: {
    readonly path: string
    readonly folder: string
    readonly agreed: boolean
  }) => Promise<Result<DropOutcome>>
}

/** Dropped files that are neither sounds nor presets, for both faces alike. */
export function createDropsService({
  projects,
  paths,
  takePackage,
}: DropsServiceParts): ServiceOf<DropsContract> {
  return {
    async take({ kind, project, path, agreed }, call): Promise<Result<DropOutcome>> {
      switch (kind) {
        case 'midi': {
          const imported = await projects.importMidi({ project, path }, call)
          return imported.ok ? ok({ midi: imported.value }) : imported
        }
        case 'bundle': {
          const state = await projects.open({ path }, call)
          return state.ok ? ok({ bundle: state.value }) : state
        }
        case 'package':
          return await takePackage({ path, folder: paths.home, agreed })
      }
    },
  }
}
