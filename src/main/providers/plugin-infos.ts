import type { PluginInfo } from '#shared/contract'
import { appVersion, rootFolder } from '../kit'
import type { ProviderHub } from './provider-hub'

/** The providers that come with Wireharp as plugins are listed: a line a plugin, with all that it provides. */
export async function pluginInfosOf(
  hub: Pick<ProviderHub, 'list' | 'state'>,
): Promise<readonly PluginInfo[]> {
  const plugins = Map.groupBy(hub.list(), ({ plugin }) => plugin)
  const infos = [...plugins].map(async ([id, provided]): Promise<PluginInfo | undefined> => {
    const [first] = provided
    if (first === undefined) return undefined
    const state = await hub.state(first.kind, first.name)
    return {
      ...{ id, name: first.label, version: appVersion(), author: 'The Wireharp authors' },
      ...{ description: first.about, licence: first.licence, category: 'Providers' },
      ...{ kind: 'provider', origin: 'built-in', trust: 'built-in', folder: rootFolder() },
      ...(state.ok ? { state: 'enabled' } : { state: 'skipped', reason: state.error }),
      nodes: [],
      contributes: {
        ...{ nodes: [], tools: [], sensors: [], views: [], workflows: [] },
        providers: provided.map(({ kind, name }) => `${kind}/${name}`),
        models: [...new Set(provided.flatMap(({ models = [] }) => models))],
      },
      ...{ permissions: [], dependencies: {}, configurable: false },
    }
  })
  return (await Promise.all(infos)).filter(info => info !== undefined)
}
