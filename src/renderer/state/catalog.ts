import { create } from 'zustand'
import { pluginOf, type NodeCatalog, type NodeDefinition } from '#shared/graph'
import type { PluginInfo } from '#shared/contract'

interface CatalogState {
  readonly nodes: NodeCatalog
  readonly plugins: readonly PluginInfo[]
  readonly loaded: boolean
}

/** Every node that can be made now. */
export const useCatalog = create<CatalogState>(() => ({
  nodes: new Map(),
  plugins: [],
  loaded: false,
}))

export function setCatalog(nodes: readonly NodeDefinition[], plugins: readonly PluginInfo[]): void {
  useCatalog.setState({
    nodes: new Map(nodes.map(definition => [definition.type, definition])),
    plugins,
    loaded: true,
  })
}

export function catalog(): NodeCatalog {
  return useCatalog.getState().nodes
}

/** Why the plugin of a node does not run, though it is there; undefined where it runs or is not there at all. */
export function useAbsence(type: string): string | undefined {
  return useCatalog(({ plugins }) => {
    const plugin = plugins.find(({ id }) => id === pluginOf(type))
    if (plugin === undefined || plugin.state === 'enabled') return undefined
    return plugin.reason?.message ?? `${plugin.name} is disabled; enable it under Menu → Plugins.`
  })
}

/** The definition of a type, or undefined for a plugin that is not there. */
export function useDefinition(type: string): NodeDefinition | undefined {
  return useCatalog(state => state.nodes.get(type))
}
