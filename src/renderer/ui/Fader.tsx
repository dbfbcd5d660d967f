import { memo } from 'react'
import { formatParam, toKnob } from '#shared/graph'
import { useValueControl } from './use-value-control'
import type { ValueControlProps } from './value-gesture'

const HEIGHT = 96
const CAP = 12

interface FaderProps extends ValueControlProps {
  /** In pixels. */
  readonly height?: number
}

/** A fader, as levels in a row of channels have it. */
export const Fader = memo(function Fader({ height = HEIGHT, ...control }: FaderProps) {
  const { spec, value, label, testId } = control
  const { ref, ...handlers } = useValueControl<HTMLDivElement>(control, height - CAP)
  const position = toKnob(spec, value)
  const unity = spec.unit === 'dB' && spec.min < 0 && spec.max > 0 ? toKnob(spec, 0) : undefined
  return (
    <div
      ref={ref}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-orientation="vertical"
      aria-valuemin={spec.min}
      aria-valuemax={spec.max}
      aria-valuenow={value}
      aria-valuetext={formatParam(spec, value)}
      data-testid={testId}
      className="group/fader relative mx-auto w-7 cursor-ns-resize touch-none rounded-sm"
      style={{ height }}
      {...handlers}
    >
      <div className="absolute inset-y-0 left-1/2 w-1 -translate-x-1/2 rounded-full bg-well ring-1 ring-line" />
      {unity !== undefined && (
        <div
          className="absolute inset-x-0.5 h-px bg-line-strong"
          style={{ bottom: unity * (height - CAP) + CAP / 2 }}
        />
      )}
      <div
        className="absolute left-1/2 w-1 -translate-x-1/2 rounded-full bg-accent"
        style={{ bottom: 0, height: position * (height - CAP) + CAP / 2 }}
      />
      <div
        className="absolute inset-x-0.5 flex items-center rounded-sm border border-line-strong bg-control-hover shadow-sm group-hover/fader:brightness-110"
        style={{ height: CAP, bottom: position * (height - CAP) }}
      >
        <div className="h-px w-full bg-text" />
      </div>
    </div>
  )
})
