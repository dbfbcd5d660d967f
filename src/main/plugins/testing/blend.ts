import type { Node, Project } from '#shared/graph'

/**
 * An edit as large as one likes: of every node, cable and clip, `choices` says whether it comes from one project or
 * the other, and now and then that a node keeps its place and takes another's parameters.
 */
export function blend(a: Project, b: Project, choices: readonly number[]): Project {
  const choose = (index: number) => choices[index % choices.length] ?? 0
  const nodes: Project['graph']['nodes'] = { output: { ...outputOf(a), bypassed: choose(0) === 3 } }
  const ids = [...new Set([...Object.keys(a.graph.nodes), ...Object.keys(b.graph.nodes)])]
  for (const [index, id] of ids.filter(name => name !== 'output').entries()) {
    const node = choice(a.graph.nodes[id], b, id, choose(index))
    if (node !== undefined) nodes[id] = node
  }
  // Cables and clips turn over at a pace of their own.
  const stays = (id: string, before: object, index: number) =>
    id in before === choose(index * 7 + 3) < 2
  const cables = Object.values({ ...a.graph.cables, ...b.graph.cables }).filter(
    ({ id, from, to }, index) =>
      from.node in nodes && to.node in nodes && stays(id, a.graph.cables, index),
  )
  const clips = Object.values({ ...a.clips, ...b.clips }).filter(
    ({ id, node }, index) => node in nodes && stays(id, a.clips, index),
  )
  return {
    ...a,
    sampleRate: choose(1) === 3 ? b.sampleRate : a.sampleRate,
    transport: choose(2) === 3 ? b.transport : a.transport,
    graph: {
      ...a.graph,
      nodes,
      cables: Object.fromEntries(cables.map(cable => [cable.id, cable])),
    },
    clips: Object.fromEntries(clips.map(clip => [clip.id, clip])),
  }
}

function choice(
  here: Node | undefined,
  { graph }: Project,
  id: string,
  chosen: number,
): Node | undefined {
  const there = graph.nodes[id]
  if (chosen === 1) return there
  if (chosen === 2 && here !== undefined) return { ...here, bypassed: here.bypassed !== true }
  if (chosen === 3) {
    const twin = Object.values(graph.nodes).find(({ type }) => type === here?.type)
    return twin && { ...twin, id }
  }
  return here
}

function outputOf({ graph }: Project): Node {
  const output = graph.nodes['output']
  if (output === undefined) throw new Error('A random project has an output')
  return output
}
