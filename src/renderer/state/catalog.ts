import { create } from 'zustand'
import { pluginOf, type NodeCatalog, type NodeDefinition } from '#shared/graph'
import type { CatalogueState, PluginInfo } from '#shared/contract'
import { withListChange } from '#shared/kit'

interface CatalogState {
  readonly nodes: NodeCatalog
  readonly plugins: readonly PluginInfo[]
  readonly loaded: boolean
  /** What nodes were called that are gone since this window opened. */
  readonly gone: ReadonlyMap<string, string>
  /** Of the shell’s plugins, as far as they were seen. */
  readonly revision: number | undefined
}

/** Every node that can be made now. */
export const useCatalog = create<CatalogState>(() => ({
  nodes: new Map(),
  plugins: [],
  loaded: false,
  gone: new Map(),
  revision: undefined,
}))

/** Takes in what the shell has. What did not change stays the same object, so nothing that shows it is drawn anew. */
export function takeCatalogue({ revision, all, changes }: CatalogueState): void {
  const { nodes, plugins, gone } = useCatalog.getState()
  const present = [...nodes.values()]
  const next = changes ? withListChange(present, changes.nodes, ({ type }) => type) : all?.nodes
  const known = changes ? withListChange(plugins, changes.plugins, folderOf) : all?.plugins
  const byTypes = next === undefined || next === present ? nodes : byType(next)
  const left = present.filter(({ type }) => !byTypes.has(type))
  useCatalog.setState({
    nodes: byTypes,
    ...(left.length > 0 && {
      gone: new Map([...gone, ...left.map(({ type, label }) => [type, label] as const)]),
    }),
    plugins: known ?? plugins,
    loaded: true,
    revision,
  })
}

function folderOf({ folder }: PluginInfo): string {
  return folder
}

function byType(nodes: readonly NodeDefinition[]): NodeCatalog {
  return new Map(nodes.map(definition => [definition.type, definition]))
}

export function catalog(): NodeCatalog {
  return useCatalog.getState().nodes
}

/** What a node is found by, what counts most first. */
export function wordsOf(node: NodeDefinition): readonly string[] {
  return [node.label, node.category, node.tags.join(' '), node.description, node.type]
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
