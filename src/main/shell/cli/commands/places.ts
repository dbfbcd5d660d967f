import { join } from 'node:path'
import { appPaths, rootFolder, silentLog, systemClock } from '../../../kit'
import { builtInPlugins, PluginManager, type PluginManagerParts } from '../../../plugins'

/** Where the commands that need no studio find what the app finds. */
export function pluginPlaces(
  env: PluginManagerParts['env'] = process.env,
): Pick<PluginManagerParts, 'builtIn' | 'paths'> {
  return { builtIn: builtInPlugins(), paths: appPaths(env) }
}

/** The plugins as the app would find them now; nothing is watched. */
export function openPlugins(
  env: PluginManagerParts['env'] = process.env,
  places = pluginPlaces(env),
): PluginManager {
  return new PluginManager({ ...places, env, clock: systemClock, log: silentLog })
}

export function resourcesFolder(): string {
  return join(rootFolder(), 'resources')
}
