import type { NodeProps } from '@xyflow/react'
import { memo, type ComponentType } from 'react'
import { isGroupBox, isRail, type Node } from '#shared/graph'
import { useShownNode, type DeviceFlow } from '../flow'
import { VirtualNode } from './GroupNode'

interface ShownProps {
  readonly node: Node
  readonly selected: boolean
}

/** Draws groups and the edges of the open one beside what draws nodes. */
export function withGroups(Device: ComponentType<ShownProps>) {
  const OnCanvas = ({ id, selected }: NodeProps<DeviceFlow>) => {
    const node = useShownNode(id)
    // It is gone from the document, and the canvas hears of it in a moment.
    if (node === undefined) return undefined
    const Shown = isGroupBox(node) || isRail(node) ? VirtualNode : Device
    return <Shown node={node} selected={selected} />
  }
  return memo(OnCanvas, isSame)
}

/** Where it lies is not its own business: a node that is moved is not rendered. */
function isSame(before: NodeProps<DeviceFlow>, after: NodeProps<DeviceFlow>): boolean {
  return before.selected === after.selected && before.id === after.id
}
