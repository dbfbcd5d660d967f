import { ok } from '#shared/kit'
import type { PluginsContract, ServiceOf } from '#shared/contract'
import type { LoadedPlugins } from './load-plugins'

/** What is installed, for the browser panel and the API. */
export function createPluginsService({
  catalog,
  plugins,
}: LoadedPlugins): ServiceOf<PluginsContract> {
  return {
    list: () => ok(plugins),
    nodes: () => ok([...catalog.values()]),
  }
}
