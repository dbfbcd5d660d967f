import { join } from 'node:path'
import type { DropOutcome, DropsContract, ServiceOf } from '#shared/contract'
import { permissionInWords, type Manifest } from '#shared/graph'
import { err, fail, ok, type Result } from '#shared/kit'
import type { AppPaths } from '../kit'
import { builtInPlugins } from '../plugins'
import { PolicyFile } from '../policy'
import type { ProjectService } from '../project'

export interface DropsServiceParts {
  readonly projects: Pick<ProjectService, 'importMidi' | 'open'>
  readonly paths: Pick<AppPaths, 'data' | 'cache' | 'config' | 'home'>
}

/** Dropped files that are neither sounds nor presets, for both faces alike. */
export function createDropsService({
  projects,
  paths,
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
          return await takePackage(path, paths, agreed)
      }
    },
  }
}

/** Looks into a package, and installs it once the user agreed. Nothing of it runs either way. */
async function takePackage(
  path: string,
  { data, cache, config, home }: DropsServiceParts['paths'],
  agreed: boolean,
): Promise<Result<DropOutcome>> {
  // npm's own code is large, and few sessions install anything.
  const { installPlugin } = await import('../plugins/packages')
  const onlyLook = fail('request-invalid', 'The package was only looked into.')
  const seen: Manifest[] = []
  const installed = await installPlugin(
    path,
    {
      plugins: join(data, 'plugins'),
      builtIn: builtInPlugins(),
      cache,
      folder: home,
      policy: new PolicyFile(config),
    },
    manifest => {
      seen.push(manifest)
      return agreed ? undefined : onlyLook
    },
  )
  const [manifest] = seen
  const stopped = !installed.ok && installed.error.includes(onlyLook)
  if (manifest !== undefined && (installed.ok || stopped)) {
    const { id, name, version, author, description, permissions } = manifest
    const words = permissions.map(permissionInWords)
    const shown = { id, name, version, author, description, permissions: words }
    return ok({ package: { ...shown, installed: installed.ok } })
  }
  const [failure] = installed.ok ? [] : installed.error
  return err(failure ?? fail('drop-unsupported', 'The package holds no plugin.'))
}
