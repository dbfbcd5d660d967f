import { groupTreeProblem } from './group-tree'
import type { GraphDsp } from './graph-dsp'
import { pluginOf } from './ids'
import type { NodeSpec } from './node-spec'

interface Problem {
  readonly message: string
  readonly path: string[]
}

/** What is wrong with the nodes of a plugin that are made of other nodes. */
export function graphNodeProblems({
  id: plugin,
  nodes,
  dependencies,
}: {
  readonly id: string
  readonly nodes: Readonly<Record<string, NodeSpec>>
  readonly dependencies: Readonly<Record<string, string>>
}): Problem[] {
  return Object.entries(nodes).flatMap(([id, spec]) => {
    const { dsp } = spec
    if (dsp.form !== 'graph') return []
    const path = ['nodes', id, 'dsp']
    const inner = Object.entries(dsp.nodes).flatMap(([key, node]): Problem[] => {
      const at = [...path, 'nodes', key]
      if (node.id !== key) return [{ message: `it calls itself “${node.id}”`, path: at }]
      const from = pluginOf(node.type)
      if (from !== plugin) {
        if (from in dependencies) return []
        return [{ message: `“${from}” is not among the dependencies`, path: at }]
      }
      const own = nodes[node.type.slice(plugin.length + 1)]
      if (own !== undefined && own.dsp.form !== 'graph') return []
      return [{ message: 'a node cannot be made of itself, nor of what is not there', path: at }]
    })
    const ring = groupTreeProblem(dsp.groups)
    return [
      ...inner,
      ...(ring === undefined ? [] : [{ message: ring.why, path: [...path, 'groups', ring.group] }]),
      ...endProblems(dsp, spec).map(message => ({ message, path })),
    ]
  })
}

/** Every port and parameter of the node is one inside, and the other way round. */
function endProblems(dsp: GraphDsp, spec: NodeSpec): string[] {
  return (['inputs', 'outputs', 'params'] as const).flatMap(kind => {
    const lost = Object.keys(spec[kind]).find(name => !(name in dsp[kind]))
    const more = Object.entries(dsp[kind]).find(
      ([name, { node }]) => !(name in spec[kind]) || !(node in dsp.nodes),
    )
    return [
      ...(lost === undefined ? [] : [`“${lost}” of its ${kind} is nothing inside`]),
      ...(more === undefined ? [] : [`“${more[0]}” of dsp.${kind} stands for nothing`]),
    ]
  })
}
