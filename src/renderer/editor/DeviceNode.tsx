import { memo } from 'react'
import type { Node } from '#shared/graph'
import { useAbsence, useDefinition, useMirror, useTrouble } from '../state'
import { classNames, kindColor, markColor } from '../ui'
import { CollapsedPorts } from './CollapsedPorts'
import { countRender } from './count-renders'
import { DeviceTrouble } from './DeviceTrouble'
import { DeviceBody } from './DeviceBody'
import { DeviceHeader } from './DeviceHeader'
import { deviceBadge } from './device-state'
import { deviceWidth } from './device-width'
import { problemOf } from './problem-of'
import { Placeholder } from './Placeholder'
import { nodeName } from './scene/shape'
import { useSilent } from './silence'

interface DeviceNodeProps {
  readonly node: Node
  readonly selected: boolean
}

/** A node on the canvas. */
export const DeviceNode = memo(function DeviceNode({ node, selected }: DeviceNodeProps) {
  countRender()
  const { id } = node
  const definition = useDefinition(node.type)
  const trouble = useTrouble(id)
  const problem = useMirror(mirror => problemOf(mirror.problems, id))
  const absence = useAbsence(node.type)
  const bypassed = node.bypassed === true
  const badge = deviceBadge(definition !== undefined, bypassed, trouble, problem, absence)
  const name = nodeName(node, definition)
  const silent = useSilent(id)
  const collapsed = node.collapsed === true && definition !== undefined
  return (
    <article
      aria-label={`${name}, ${definition?.kind ?? 'missing plugin'}`}
      data-testid={`node-${id}`}
      style={{ width: deviceWidth(definition) }}
      className={classNames(
        'device',
        selected && 'device-selected',
        badge?.tone === 'bad' && 'device-bad',
        silent && 'device-silent',
        collapsed && 'device-collapsed',
      )}
    >
      <DeviceHeader
        node={id}
        type={node.type}
        name={name}
        color={node.color === undefined ? kindColor(definition?.kind) : markColor(node.color)}
        bypassed={bypassed}
        muted={node.muted === true}
        soloed={node.soloed === true}
        badge={badge}
        canBypass={definition !== undefined && definition.kind !== 'output'}
      />
      {collapsed ? (
        <CollapsedPorts node={node} name={name} definition={definition} />
      ) : definition === undefined ? (
        <Placeholder node={node} />
      ) : (
        <DeviceBody node={node} name={name} definition={definition} dimmed={bypassed} />
      )}
      {badge?.tone === 'bad' && !collapsed && (definition ?? absence) !== undefined && (
        <DeviceTrouble node={id} reason={badge.reason} canRetry={trouble !== undefined} />
      )}
    </article>
  )
})
