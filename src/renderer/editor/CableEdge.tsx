import { EdgeLabelRenderer, type EdgeProps } from '@xyflow/react'
import { memo, useCallback, useSyncExternalStore } from 'react'
import { classNames, portColor } from '../ui'
import { useCableTarget } from './cable-target'
import type { CableFlow } from './flow'
import { middleOf, svgPath } from './scene/curve'
import { scene } from './scene/scene'

/**
 * A cable as an element: the canvas paints it; here it is pressed, found by a screen reader, and brought out while
 * the pointer is on it or it is selected. One that closes a loop says what that costs.
 */
export const CableEdge = memo(function CableEdge({ id, selected, data }: EdgeProps<CableFlow>) {
  const curve = useSyncExternalStore(
    followRest,
    useCallback(() => scene.cables.get(id)?.curve, [id]),
  )
  const color = portColor(data?.kind)
  const isTarget = useCableTarget(state => state.cable === id)
  if (curve === undefined || curve.length === 0) return undefined
  const path = svgPath(curve)
  const middle = middleOf(curve)
  const shown = selected === true || isTarget
  return (
    <g
      className={classNames('cable', shown && 'cable-shown', isTarget && 'cable-target')}
      data-testid={`cable-${id}`}
    >
      {shown && <path d={path} className="cable-halo" />}
      <path
        d={path}
        className={classNames('cable-core', data?.feedback === true && 'cable-feedback')}
        stroke={color}
      />
      <path
        d={path}
        className="react-flow__edge-interaction"
        fill="none"
        stroke="transparent"
        strokeWidth={16}
      />
      {data?.feedback === true && (
        <EdgeLabelRenderer>
          <span
            className="cable-label pointer-events-none absolute rounded-full border bg-raised px-2 text-2xs leading-4 whitespace-nowrap text-soft"
            style={{
              borderColor: color,
              transform: `translate(-50%, -50%) translate(${middle.x}px, ${middle.y}px)`,
            }}
          >
            1 quantum
          </span>
        </EdgeLabelRenderer>
      )}
    </g>
  )
})

function followRest(listener: () => void): () => void {
  const followed = scene.onRest(listener)
  return () => followed[Symbol.dispose]()
}
