import { Handle, Position } from '@xyflow/react'
import type { Node, NodeDefinition } from '#shared/graph'
import { portColor } from '../ui'
import type { Side } from './connecting'
import { paramHandle } from './knobs/handles'
import { portLabel } from './port-label'
import { scene } from './scene/scene'

interface CollapsedProps {
  readonly node: Node
  readonly name: string
  readonly definition: NodeDefinition
}

/** A node that shows its title alone: its sockets lie on one another at its edges, and cables stay at them. */
export function CollapsedPorts({ node, name, definition }: CollapsedProps) {
  const turned = scene.cabledPorts(node.id).inputs.filter(port => !(port in definition.inputs))
  return (
    <>
      {turned.map(param => (
        <Handle
          key={param}
          id={paramHandle(param)}
          type="target"
          position={Position.Left}
          isConnectable={false}
          className="inlet"
        />
      ))}
      {(['inputs', 'outputs'] as const).flatMap(side =>
        Object.entries(definition[side])
          // The first lies uppermost.
          .toReversed()
          .map(([port, spec]) => (
            <Handle
              key={`${side}/${port}`}
              id={port}
              role="img"
              type={side === 'inputs' ? 'target' : 'source'}
              position={side === 'inputs' ? Position.Left : Position.Right}
              aria-label={`${sideWord(side)} ${portLabel(port, spec)} of ${name}, ${spec.kind}`}
              data-testid={`port-${node.id}-${port}-${side === 'inputs' ? 'in' : 'out'}`}
              className="socket socket-wired"
              style={{ '--port': portColor(spec.kind) }}
            />
          )),
      )}
    </>
  )
}

function sideWord(side: Side): string {
  return side === 'inputs' ? 'Input' : 'Output'
}
