import { create } from 'zustand'
import type { NodeCatalog, NodeDefinition } from '#shared/graph'
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

/** The definition of a type, or undefined for a plugin that is not there. */
export function useDefinition(type: string): NodeDefinition | undefined {
  return useCatalog(state => state.nodes.get(type))
}
