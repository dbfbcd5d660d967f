import { EdgeLabelRenderer, type EdgeProps } from '@xyflow/react'
import { memo, useEffect, useRef } from 'react'
import { classNames, portColor } from '../ui'
import { cablePath } from './cable-path'
import type { CableFlow } from './flow'
import { followLevel } from './glow'
import { useCableTarget } from './cable-target'

/** A cable: its colour is its kind, its glow its level. One that closes a loop says what that costs. */
export const CableEdge = memo(function CableEdge(props: EdgeProps<CableFlow>) {
  const { id, source, selected, data } = props
  const { path, x, y } = cablePath(props)
  const color = portColor(data?.kind)
  const isTarget = useCableTarget(state => state.cable === id)
  const glow = useRef<SVGPathElement>(null)

  useEffect(() => {
    const followed = followLevel(source, level => {
      if (glow.current !== null) glow.current.style.opacity = String(level * 0.7)
    })
    return () => followed[Symbol.dispose]()
  }, [source])

  return (
    <g className="cable" data-testid={`cable-${id}`}>
      <path d={path} className="cable-edge" />
      <path ref={glow} d={path} className="cable-glow" stroke={color} opacity={0} />
      {(selected === true || isTarget) && <path d={path} className="cable-halo" />}
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
            className="pointer-events-none absolute rounded-full border bg-raised px-2 text-2xs leading-4 whitespace-nowrap text-soft"
            style={{
              borderColor: color,
              transform: `translate(-50%, -50%) translate(${x}px, ${y}px)`,
            }}
          >
            1 quantum
          </span>
        </EdgeLabelRenderer>
      )}
    </g>
  )
})
