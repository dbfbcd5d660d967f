import type { Manifest, Node, NodeDefinition } from '#shared/graph'
import { providerOf } from './order-plugins'

/**
 * The nodes of a plugin as they are made here: what stands inside of them is of the major version that the plugin needs,
 * where that lies beside another one under an id of its own.
 */
export function besideTypes(
  definitions: readonly NodeDefinition[],
  { dependencies }: Pick<Manifest, 'dependencies'>,
  byId: ReadonlyMap<string, { readonly manifest: Manifest }>,
): readonly NodeDefinition[] {
  const moved = Object.entries(dependencies).flatMap(([id, range]) => {
    const provider = providerOf(id, range, byId)?.manifest.id ?? id
    return provider === id ? [] : [{ from: `${id}/`, to: `${provider}/` }]
  })
  if (moved.length === 0) return definitions
  const typeOf = (type: string) => {
    const move = moved.find(({ from }) => type.startsWith(from))
    return move === undefined ? type : move.to + type.slice(move.from.length)
  }
  return definitions.map(definition => {
    const { dsp } = definition
    if (dsp.form !== 'graph') return definition
    const nodes: Record<string, Node> = {}
    for (const [id, node] of Object.entries(dsp.nodes)) {
      nodes[id] = { ...node, type: typeOf(node.type) }
    }
    return { ...definition, dsp: { ...dsp, nodes } }
  })
}
