import { join, resolve } from 'node:path'
import { appPaths } from '../../../../kit'
import { builtInPlugins } from '../../../../plugins'
import { PolicyFile } from '../../../../policy'
import type { InstallPlaces } from '../../../../plugins/packages'
import type { Io } from '../../io'
import { resourcesFolder } from '../places'

/** Where plugins go, for the commands. */
export function installPlaces(io: Io, registry?: string): InstallPlaces {
  const { data, cache, config } = appPaths(io.env)
  const from = registry ?? io.env['WIREHARP_REGISTRY']
  return {
    plugins: join(data, 'plugins'),
    builtIn: builtInPlugins(),
    cache,
    folder: process.cwd(),
    policy: new PolicyFile(config),
    ...(from !== undefined && from !== '' && { registry: from }),
  }
}

export function templatesFolder(): string {
  return join(resourcesFolder(), 'plugin-templates')
}

export function absolute(path: string): string {
  return resolve(path)
}
