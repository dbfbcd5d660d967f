import type { NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { useAbsence, useDefinition, useMirror, useTrouble } from '../state'
import { classNames, kindColor } from '../ui'
import { countRender } from './count-renders'
import { DeviceTrouble } from './DeviceTrouble'
import { DeviceBody } from './DeviceBody'
import { DeviceHeader } from './DeviceHeader'
import { deviceBadge } from './device-state'
import { deviceWidth } from './device-width'
import type { DeviceFlow } from './flow'
import { Placeholder } from './Placeholder'
import { nodeName } from './scene/shape'

/** A node on the canvas. */
export const DeviceNode = memo(function DeviceNode({ id, data, selected }: NodeProps<DeviceFlow>) {
  countRender()
  const { node } = data
  const definition = useDefinition(node.type)
  const trouble = useTrouble(id)
  const problem = useMirror(mirror => mirror.problems.find(found => found.node === id))
  const absence = useAbsence(node.type)
  const bypassed = node.bypassed === true
  const badge = deviceBadge(definition !== undefined, bypassed, trouble, problem, absence)
  const name = nodeName(node, definition)
  return (
    <article
      aria-label={`${name}, ${definition?.kind ?? 'missing plugin'}`}
      data-testid={`node-${id}`}
      style={{ width: deviceWidth(definition) }}
      className={classNames(
        'device',
        selected && 'device-selected',
        badge?.tone === 'bad' && 'device-bad',
      )}
    >
      <DeviceHeader
        node={id}
        name={name}
        color={kindColor(definition?.kind)}
        bypassed={bypassed}
        badge={badge}
        canBypass={definition !== undefined && definition.kind !== 'output'}
      />
      {definition === undefined ? (
        <Placeholder node={node} />
      ) : (
        <DeviceBody node={node} name={name} definition={definition} dimmed={bypassed} />
      )}
      {badge?.tone === 'bad' && (definition ?? absence) !== undefined && (
        <DeviceTrouble node={id} reason={badge.reason} canRetry={trouble !== undefined} />
      )}
    </article>
  )
}, isSame)

/** Where it lies is not its own business: a node that is moved is not rendered. */
function isSame(before: NodeProps<DeviceFlow>, after: NodeProps<DeviceFlow>): boolean {
  return before.data === after.data && before.selected === after.selected && before.id === after.id
}
