import { memo } from 'react'
import { formatParam, toKnob } from '#shared/graph'
import { angle, arc, hand, origin, RADIUS, SWING } from './knob-shape'
import { useValueControl } from './use-value-control'
import type { ValueControlProps } from './value-gesture'

/** What the parts of a knob are measured in: so many are its size. */
const UNITS = 40

interface KnobProps extends ValueControlProps {
  readonly size?: number
}

/** A knob: drag up and down (Shift for fine), wheel, arrow keys, double-click to reset. */
export const Knob = memo(function Knob({ size = 36, ...control }: KnobProps) {
  const { spec, value, label, testId } = control
  const { ref, ...handlers } = useValueControl<HTMLDivElement>(control)
  const turn = angle(toKnob(spec, value))
  const from = angle(origin(spec))
  // Without a scale, a frame, a turn or an opacity of its own: a canvas full of knobs would have hundreds of each to sort in
  // every frame that it moves.
  const unit = size / UNITS
  const middle = size / 2
  const radius = RADIUS * unit
  const ring = { ...line, strokeWidth: 2.75 * unit }
  const pointer = { ...line, strokeWidth: 2.5 * unit }
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
      <svg width={size} height={size} aria-hidden className="block overflow-visible">
        <path d={arc(-SWING, SWING, radius, middle)} stroke="var(--track)" {...ring} />
        <path
          d={arc(Math.min(from, turn), Math.max(from, turn), radius, middle)}
          stroke="var(--accent)"
          {...ring}
        />
        <circle cx={middle} cy={middle + 1.5 * unit} r={12.5 * unit} fill="rgb(0 0 0 / 0.28)" />
        <circle cx={middle} cy={middle} r={12.5 * unit} className="knob-cap" />
        <path d={hand(turn, 5 * unit, 11 * unit, middle)} stroke="var(--text)" {...pointer} />
      </svg>
    </div>
  )
})

const line = { fill: 'none', strokeLinecap: 'round' } as const
