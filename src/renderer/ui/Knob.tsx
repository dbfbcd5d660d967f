import { memo } from 'react'
import { formatParam, toKnob } from '#shared/graph'
import { angle, arc, origin, SWING } from './knob-shape'
import { useValueControl } from './use-value-control'
import type { ValueControlProps } from './value-gesture'

interface KnobProps extends ValueControlProps {
  readonly size?: number
}

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
