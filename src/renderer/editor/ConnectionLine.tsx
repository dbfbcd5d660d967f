import type { ConnectionLineComponentProps } from '@xyflow/react'
import { canConnect, portAt, realEnd } from '#shared/graph'
import { catalog, graphNow } from '../state'
import { portColor } from '../ui'
import type { DeviceFlow } from './flow'
import { shownView } from './groups/shown-view'
import { hanging, svgPath } from './scene/curve'

/** The cable while it is dragged, with the reason beside the pointer where it may not end. */
export function ConnectionLine(props: ConnectionLineComponentProps<DeviceFlow>) {
  const { fromX, fromY, toX, toY, fromHandle, toHandle, connectionStatus } = props
  const outward = fromHandle.type === 'source'
  const from = { node: fromHandle.nodeId, port: fromHandle.id ?? '' }
  const { graph, catalog: shown } = shownView()
  const port = portAt(graph, shown, from, outward ? 'outputs' : 'inputs')
  const to = toHandle && { node: toHandle.nodeId, port: toHandle.id ?? '' }
  const reason =
    connectionStatus === 'invalid' && to !== null
      ? refusal(from, to, outward, toHandle?.type)
      : undefined
  const [fixed, loose] = [
    { x: fromX, y: fromY },
    { x: toX, y: toY },
  ]
  const path = svgPath(outward ? hanging(fixed, loose) : hanging(loose, fixed))
  const color =
    reason === undefined ? portColor(port.ok ? port.value.kind : undefined) : 'var(--bad)'
  return (
    <g>
      <path d={path} className="cable-dragged" stroke={color} />
      <circle cx={toX} cy={toY} r={4} fill={color} />
      {reason !== undefined && (
        <foreignObject
          x={toX + 14}
          y={toY + 10}
          width={260}
          height={64}
          className="overflow-visible"
        >
          <div
            role="status"
            data-testid="wire-refused"
            className="w-max max-w-60 rounded border border-bad/60 bg-bad-ground px-2 py-1 text-xs text-text shadow-float"
          >
            {reason}
          </div>
        </foreignObject>
      )}
    </g>
  )
}

interface End {
  readonly node: string
  readonly port: string
}

/** Why a cable may not end at a port, in words. */
function refusal(
  from: End,
  to: End,
  outward: boolean,
  toType: string | undefined,
): string | undefined {
  if (toType === (outward ? 'source' : 'target')) {
    return outward ? 'An output goes to an input.' : 'An input takes from an output.'
  }
  const [output, input] = outward ? [from, to] : [to, from]
  const graph = graphNow()
  const [source, target] = [realEnd(graph, output, 'outputs'), realEnd(graph, input, 'inputs')]
  if (source === undefined || target === undefined) return undefined
  const fits = canConnect(graph, catalog(), source, target)
  return fits.ok ? undefined : fits.error.message.replace(/^./, first => first.toUpperCase())
}
