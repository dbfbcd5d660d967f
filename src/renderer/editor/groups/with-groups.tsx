import type { NodeProps } from '@xyflow/react'
import { memo, type ComponentType } from 'react'
import { isGroupBox, isRail } from '#shared/graph'
import type { DeviceFlow } from '../flow'
import { VirtualNode } from './GroupNode'

/** Draws groups and the edges of the open one beside what draws nodes. */
export function withGroups(Device: ComponentType<NodeProps<DeviceFlow>>) {
  return memo(function OnCanvas(props: NodeProps<DeviceFlow>) {
    const { node } = props.data
    return isGroupBox(node) || isRail(node) ? <VirtualNode {...props} /> : <Device {...props} />
  })
}
