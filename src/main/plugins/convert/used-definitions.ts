import type { NodeCatalog, NodeDefinition, NodeSpec } from '#shared/graph'

/** Of a catalogue, what a node is made of, and what that is made of in turn. */
export function usedDefinitions({ dsp }: NodeSpec, catalog: NodeCatalog): NodeCatalog {
  const used = new Map<string, NodeDefinition>()
  const take = (part: NodeSpec['dsp']) => {
    if (part.form !== 'graph') return
    for (const { type } of Object.values(part.nodes)) {
      const definition = catalog.get(type)
      if (definition === undefined || used.has(type)) continue
      used.set(type, definition)
      take(definition.dsp)
    }
  }
  take(dsp)
  return used
}
