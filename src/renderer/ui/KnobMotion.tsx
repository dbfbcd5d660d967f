import { useEffect, useRef } from 'react'
import { toKnob, type NumberParam } from '#shared/graph'
import { onOtherFrame } from '../kit'
import { angle, arc, RADIUS } from './knob-shape'
import { useValueControl } from './use-value-control'
import type { ValueGesture } from './value-gesture'

/** How far a signal turns a knob, in percent of its way. */
export const depthSpec: NumberParam = {
  kind: 'number',
  label: 'Depth',
  unit: '%',
  min: -100,
  max: 100,
  default: 0,
  curve: 'linear',
}

const RING = 20.75

interface KnobMotionProps {
  readonly spec: NumberParam
  readonly value: number
  readonly size: number
  /** Of each signal that turns the knob, −1 to 1. */
  readonly depths: readonly number[]
  /** Of the depth that dragging the ring changes, in percent. */
  readonly beginDepth: (() => ValueGesture) | undefined
  /** Where the knob stands now, by what moves it; undefined while nothing does. */
  readonly live: (now: number) => number | undefined
  readonly testId?: string
}

/**
 * Around a knob that moves: a ring from its value as far as a signal of 1 turns it (fainter, as far as one of −1
 * does), which can be dragged, and a dot where it stands now. Drawn by the frame loop, not by React.
 */
export function KnobMotion(props: KnobMotionProps) {
  const { spec, value, size, depths, beginDepth, live, testId } = props
  const at = toKnob(spec, value)
  const reach = depths.reduce((sum, depth) => sum + depth, 0)
  return (
    <svg
      width={size}
      height={size}
      viewBox="-20 -20 40 40"
      aria-hidden
      data-testid={testId}
      data-reach={reach.toFixed(3)}
      className="pointer-events-none absolute inset-0 overflow-visible"
    >
      {depths.length > 0 && (
        <>
          <path d={span(at, at - reach)} stroke="var(--control-port)" opacity={0.3} {...ring} />
          <path d={span(at, at + reach)} stroke="var(--control-port)" {...ring} />
        </>
      )}
      {beginDepth !== undefined && (
        <RingGrip depth={(depths.at(-1) ?? 0) * 100} begin={beginDepth} />
      )}
      <LiveDot spec={spec} live={live} />
    </svg>
  )
}

/** What of the ring is dragged: all of it, so that a depth of nothing can be found again. */
function RingGrip({
  depth,
  begin,
}: {
  readonly depth: number
  readonly begin: () => ValueGesture
}) {
  const { ref, ...handlers } = useValueControl<SVGPathElement>({
    spec: depthSpec,
    value: depth,
    begin,
  })
  return (
    <path
      ref={ref}
      d={arc(-135, 135, RING)}
      fill="none"
      stroke="transparent"
      strokeWidth={5.5}
      className="nodrag nopan nokey cursor-ns-resize touch-none"
      style={{ pointerEvents: 'stroke' }}
      data-grip
      {...handlers}
    />
  )
}

function LiveDot({ spec, live }: Pick<KnobMotionProps, 'spec' | 'live'>) {
  const dot = useRef<SVGCircleElement>(null)
  useEffect(() => {
    let shown: number | undefined
    const loop = onOtherFrame(now => {
      const value = live(now)
      // Eased, since values come thirty times a second.
      const position = value === undefined ? undefined : toKnob(spec, value)
      const next =
        position === undefined || shown === undefined ? position : shown + (position - shown) * 0.4
      if (next === shown) return
      shown = next
      if (dot.current === null) return
      dot.current.style.visibility = next === undefined ? 'hidden' : 'visible'
      if (next !== undefined) {
        dot.current.setAttribute('transform', `rotate(${angle(next).toFixed(1)})`)
      }
    })
    return () => loop[Symbol.dispose]()
  }, [spec, live])
  return (
    <circle
      ref={dot}
      cy={-RADIUS}
      r={2.6}
      fill="var(--text)"
      stroke="var(--ground)"
      strokeWidth={1}
      visibility="hidden"
      data-live
    />
  )
}

const ring = { fill: 'none', strokeWidth: 2.25, strokeLinecap: 'butt' } as const

function span(from: number, to: number): string {
  const low = angle(Math.max(0, Math.min(from, to)))
  const high = angle(Math.min(1, Math.max(from, to)))
  return high - low < 0.5 ? '' : arc(low, high, RING)
}
