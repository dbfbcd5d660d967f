import { pluginOf } from '#shared/graph'
import { useCatalog } from './catalog'
import { useProjectStore } from './project'

/** What a node is called whose plugin is not here: as this window knew it, or the project, which says so in its lock. */
export function knownName(type: string): string {
  const part = type.slice(pluginOf(type).length + 1)
  return useCatalog.getState().gone.get(type) ?? lockOf(type)?.nodes?.[part] ?? part
}

/** The plugin of a type that is not here, as the project knows it, and its version. */
export function knownPlugin(type: string): string {
  const { name = pluginOf(type), version } = lockOf(type) ?? {}
  return version === undefined ? name : `${name} ${version}`
}

function lockOf(type: string) {
  return useProjectStore.getState().mirror?.document.plugins[pluginOf(type)]
}
