import { memo } from 'react'
import { formatParam, toKnob, type NumberParam } from '#shared/graph'
import { useValueControl } from './use-value-control'
import type { ValueControlProps } from './value-gesture'

interface KnobProps extends ValueControlProps {
  readonly size?: number
}

/** Degrees from the top at which a knob begins; it ends as far on the other side. */
const SWING = 135

/** A knob: drag up and down (Shift for fine), wheel, arrow keys, double-click to reset. */
export const Knob = memo(function Knob({ size = 36, ...control }: KnobProps) {
  const { spec, value, label, testId } = control
  const { ref, ...handlers } = useValueControl<HTMLDivElement>(control)
  const turn = angle(toKnob(spec, value))
  const from = angle(origin(spec))
  return (
    <div
      ref={ref}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={spec.min}
      aria-valuemax={spec.max}
      aria-valuenow={value}
      aria-valuetext={formatParam(spec, value)}
      data-testid={testId}
      // `nokey`: Shift is for turning finely here, not for selecting.
      className="nodrag nopan nokey group/knob shrink-0 cursor-ns-resize touch-none rounded-full"
      {...handlers}
    >
      <svg width={size} height={size} viewBox="-20 -20 40 40" aria-hidden className="block">
        <path d={arc(-SWING, SWING)} stroke="var(--track)" {...stroke} />
        <path
          d={arc(Math.min(from, turn), Math.max(from, turn))}
          stroke="var(--accent)"
          {...stroke}
        />
        <circle cy="1.5" r="12.5" fill="black" opacity="0.28" />
        <circle r="12.5" className="knob-cap" />
        <line
          y1="-11"
          y2="-5"
          stroke="var(--text)"
          strokeWidth="2.5"
          strokeLinecap="round"
          transform={`rotate(${turn})`}
        />
      </svg>
    </div>
  )
})

const stroke = { fill: 'none', strokeWidth: 2.75, strokeLinecap: 'round' } as const
const RADIUS = 17

function angle(position: number): number {
  return -SWING + position * 2 * SWING
}

/** Where the arc begins: at zero for ranges that go both ways, else at the low end. */
function origin(spec: NumberParam): number {
  const bipolar = spec.curve === 'linear' && spec.min < 0 && spec.max > 0 && spec.min === -spec.max
  return bipolar ? toKnob(spec, 0) : 0
}

function arc(from: number, to: number): string {
  const [x1, y1] = point(from)
  const [x2, y2] = point(to)
  return `M${x1} ${y1}A${RADIUS} ${RADIUS} 0 ${to - from > 180 ? 1 : 0} 1 ${x2} ${y2}`
}

function point(degrees: number): [string, string] {
  const radians = (degrees * Math.PI) / 180
  return [(RADIUS * Math.sin(radians)).toFixed(2), (-RADIUS * Math.cos(radians)).toFixed(2)]
}
