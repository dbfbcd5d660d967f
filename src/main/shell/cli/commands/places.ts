import { join } from 'node:path'
import { appPaths, rootFolder } from '../../../kit'
import { builtInPlugins, type PluginPlaces } from '../../../plugins'

/** Where the commands that need no studio find what the app finds. */
export function pluginPlaces(): PluginPlaces {
  return { builtIn: builtInPlugins(), user: join(appPaths().data, 'plugins') }
}

export function resourcesFolder(): string {
  return join(rootFolder(), 'resources')
}
