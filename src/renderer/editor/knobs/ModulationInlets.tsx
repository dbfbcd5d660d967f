import { Handle, Position, useUpdateNodeInternals } from '@xyflow/react'
import { useEffect } from 'react'
import type { Node, NodeDefinition } from '#shared/graph'
import { useShallow } from 'zustand/react/shallow'
import { modulatedParams, useDocument } from '../../state'
import { paramHandle } from './handles'

/** Between two inlets, in pixels. */
const PITCH = 10

interface InletsProps {
  readonly node: Node
  readonly definition: NodeDefinition
}

/** Where the cables end that turn parameters of a node: on its left edge, level with its knobs. */
export function ModulationInlets({ node, definition }: InletsProps) {
  const params = useDocument(useShallow(document => modulatedParams(document.graph, node.id)))
  const update = useUpdateNodeInternals()
  const key = params.join(' ')
  useEffect(() => update(node.id), [update, node.id, key])
  const first = ((params.length - 1) * PITCH) / 2
  return params.map((param, index) => (
    <Handle
      key={param}
      id={paramHandle(param)}
      type="target"
      role="img"
      position={Position.Left}
      isConnectableStart={false}
      aria-label={`${definition.params[param]?.label ?? param} is turned by a signal`}
      title={`Turns ${definition.params[param]?.label ?? param}`}
      data-testid={`inlet-${node.id}-${param}`}
      className="inlet"
      style={{ top: `calc(50% + ${index * PITCH - first}px)` }}
    />
  ))
}
