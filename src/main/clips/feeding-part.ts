import {
  pluginOf,
  upstreamOf,
  withClips,
  type Cable,
  type Node,
  type NodeCatalog,
  type Project,
} from '#shared/graph'

/** No node of a document may be called so by chance: ids are drawn at random or end in a number. */
const OUT = 'frozen-output'

/**
 * The part of a project that feeds a node's audio inputs, with an output in the node's place; nothing where none does. A solo
 * elsewhere is for listening and does not reach in.
 */
export function feedingPart(
  document: Project,
  catalog: NodeCatalog,
  node: string,
): Project | undefined {
  const { graph, clips } = document
  const inputs = catalog.get(graph.nodes[node]?.type ?? '')?.inputs ?? {}
  const into = Object.values(graph.cables).filter(
    ({ to, depth }) => to.node === node && depth === undefined && inputs[to.port]?.kind === 'audio',
  )
  if (into.length === 0) return undefined
  const kept = upstreamOf(
    Object.values(graph.cables),
    into.map(({ from }) => from.node),
  )
  const nodes = Object.values(graph.nodes).filter(({ id }) => kept.has(id) && id !== node)
  const cables = Object.values(graph.cables).filter(
    ({ from, to }) =>
      kept.has(from.node) && kept.has(to.node) && from.node !== node && to.node !== node,
  )
  const ends = into.map((cable): Cable => ({ ...cable, to: { node: OUT, port: 'in' } }))
  return {
    ...document,
    graph: {
      ...graph,
      nodes: {
        ...Object.fromEntries(nodes.map(({ soloed: _soloed, ...rest }) => [rest.id, rest])),
        [OUT]: { id: OUT, type: 'output/output', position: { x: 0, y: 0 }, params: {} },
      },
      cables: Object.fromEntries([...cables, ...ends].map(cable => [cable.id, cable])),
      groups: Object.fromEntries(
        Object.values(graph.groups).map(({ soloed: _soloed, ...group }) => [group.id, group]),
      ),
      notes: {},
      midi: {},
    },
    clips: Object.fromEntries(Object.entries(clips).filter(([, clip]) => kept.has(clip.node))),
    performer: { controls: [] },
    snapshots: {},
  }
}

/** What of such a part is heard: no names, no places on the canvas, and of every sound its hash. */
export function soundingPart(part: Project, catalog: NodeCatalog): unknown {
  const { graph, transport, sampleRate } = withClips(part, catalog)
  const { tempo, tempoCurve, tempoMap, signature, signatures } = transport
  return {
    sampleRate,
    transport: { tempo, tempoCurve, tempoMap, signature, signatures },
    nodes: Object.values(graph.nodes).map(node => soundingNode(node, catalog)),
    cables: Object.values(graph.cables).map(({ from, to, depth }) => ({ from, to, depth })),
    groups: Object.values(graph.groups).map(({ id, group, bypassed, muted, ports }) => ({
      ...{ id, group, bypassed, muted },
      ports: { inputs: ports.inputs.map(endOf), outputs: ports.outputs.map(endOf) },
    })),
    clips: Object.values(part.clips).map(({ name: _name, colour: _colour, ...clip }) => clip),
  }
}

function soundingNode(
  { id, type, params, automation, bypassed, muted, group }: Node,
  catalog: NodeCatalog,
): unknown {
  const definition = catalog.get(type)
  const plugin = `${pluginOf(type)}@${definition?.pluginVersion ?? ''}`
  // Of a node that works as a job its results are heard, and those stand where they are played.
  if (definition?.dsp.form === 'job') return { id, type }
  return { id, type, plugin, params, automation, bypassed, muted, group }
}

const endOf = ({ node, port }: { readonly node: string; readonly port: string }) => ({ node, port })
