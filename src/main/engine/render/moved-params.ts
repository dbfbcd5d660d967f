import { isModulation, type NodeId, type ParamId } from '#shared/graph'
import type { Standing } from './scene'

/** A parameter of a node. */
export interface ParamRef {
  readonly node: NodeId
  readonly param: ParamId
}

/** The parameters that signals or automation move, once each. */
export function movedParams({ nodes, cables }: Standing): readonly ParamRef[] {
  const found = new Map<string, ParamRef>()
  const add = (node: NodeId, param: ParamId) => found.set(`${node} ${param}`, { node, param })
  for (const cable of cables.values()) {
    if (!isModulation(cable)) continue
    const { node, port } = cable.to
    if (nodes.get(node)?.params[port]?.range !== undefined) add(node, port)
  }
  for (const { id, params } of nodes.values()) {
    for (const param in params) if (params[param]?.points !== undefined) add(id, param)
  }
  return [...found.values()]
}
