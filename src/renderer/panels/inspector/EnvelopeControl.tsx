import { useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { formatParam, fromKnob, type Node } from '#shared/graph'
import { beginCurve } from '../../state'
import { keyed } from '../../ui'
import { cornersOf, shapeOf, WIDTHS, type Envelope } from './envelopes'

interface EnvelopeControlProps {
  readonly node: Node
  readonly name: string
  readonly envelope: Envelope
}

const HEIGHT = 88
/** Air around the curve for the handles, in pixels. */
const AIR = 8

type Stage = Envelope['attack']

/** A corner that is dragged: the stage that it is the end of, and the level where it has one. */
interface Corner {
  readonly name: string
  readonly x: number
  readonly y: number
  readonly time: Stage
  /** Where the stage begins, and how far it reaches at most. */
  readonly from: number
  readonly reach: number
  readonly level?: Stage
}

/** An envelope as a curve: drag its corners; arrow keys on each, double-click for its default. */
export function EnvelopeControl({ node, name, envelope }: EnvelopeControlProps) {
  const box = useRef<HTMLDivElement>(null)
  const gesture = useRef<ReturnType<typeof beginCurve>>(undefined)
  const valueOf = ({ param, spec }: Stage) => Number(node.params[param] ?? spec.default)
  const corners = cornersOf(envelope, valueOf)
  const bend = (stage: Stage | undefined, usual: number) =>
    stage === undefined ? usual : valueOf(stage)
  const points = shapeOf(corners, bend(envelope.attackCurve, 2), bend(envelope.decayCurve, 5))
  const { attack, decay, sustain, release } = envelope
  const handles: Corner[] = [
    { name: 'Attack', x: corners.attack, y: 1, time: attack, from: 0, reach: WIDTHS.attack },
    {
      name: 'Decay and sustain',
      x: corners.decay,
      y: corners.sustain,
      time: decay,
      from: corners.attack,
      reach: WIDTHS.decay,
      level: sustain,
    },
    ...(release === undefined
      ? []
      : [
          {
            name: 'Release',
            x: corners.release,
            y: 0,
            time: release,
            from: corners.held,
            reach: WIDTHS.release,
          },
        ]),
  ]

  function drag(event: PointerEvent, { time, level, from, reach }: Corner): void {
    const area = box.current?.getBoundingClientRect()
    if (area === undefined || gesture.current === undefined) return
    const across = (event.clientX - area.x - AIR) / (area.width - 2 * AIR)
    const up = 1 - (event.clientY - area.y - AIR) / (area.height - 2 * AIR)
    const changes = { [time.param]: fromKnob(time.spec, clamp((across - from) / reach)) }
    if (level !== undefined) changes[level.param] = fromKnob(level.spec, clamp(up))
    gesture.current.change(changes)
  }
  function end(): void {
    gesture.current?.[Symbol.dispose]()
    gesture.current = undefined
  }
  function set(changes: Record<string, number>): void {
    using one = beginCurve(node.id, envelope.title)
    one.change(changes)
  }
  /** Up and down are the level where there is one, the time otherwise; left and right are the time. */
  function onKeyDown(event: KeyboardEvent, { time, level }: Corner): void {
    if (event.ctrlKey || event.metaKey) return
    const isAcross = event.key === 'ArrowLeft' || event.key === 'ArrowRight'
    const stage = isAcross ? time : (level ?? time)
    const key = { ArrowLeft: 'ArrowDown', ArrowRight: 'ArrowUp' }[event.key] ?? event.key
    const next = keyed(stage.spec, valueOf(stage), key, event.shiftKey)
    if (next === undefined) return
    event.preventDefault()
    event.stopPropagation()
    set({ [stage.param]: next })
  }

  return (
    <div className="flex flex-col gap-1 px-3 pt-3">
      <span className="text-xs text-soft">{envelope.title}</span>
      <div
        ref={box}
        role="group"
        aria-label={`${envelope.title} of ${name}`}
        data-testid={`envelope-${attack.param}`}
        style={{ height: HEIGHT }}
        className="relative rounded border border-line bg-well"
      >
        <svg
          aria-hidden
          viewBox="0 0 1 1"
          preserveAspectRatio="none"
          className="absolute"
          style={{ inset: AIR, width: `calc(100% - ${2 * AIR}px)`, height: HEIGHT - 2 * AIR - 2 }}
        >
          <path
            d={`M${points.map(([x, y]) => `${x.toFixed(4)} ${(1 - y).toFixed(4)}`).join('L')}`}
            fill="color-mix(in oklab, var(--accent) 14%, transparent)"
            stroke="var(--accent)"
            strokeWidth={1.5}
            vectorEffect="non-scaling-stroke"
          />
        </svg>
        {handles.map(corner => (
          <div
            key={corner.name}
            role="slider"
            tabIndex={0}
            aria-label={`${corner.name} of ${name}`}
            aria-valuemin={corner.time.spec.min}
            aria-valuemax={corner.time.spec.max}
            aria-valuenow={valueOf(corner.time)}
            aria-valuetext={wordsOf(corner, valueOf)}
            title={`${corner.name}: ${wordsOf(corner, valueOf)}`}
            data-testid={`envelope-corner-${corner.time.param}`}
            className="absolute -mt-1.5 -ml-1.5 size-3 cursor-move touch-none rounded-full border-2 border-accent bg-panel hover:bg-accent"
            style={{
              left: `calc(${AIR}px + (100% - ${2 * AIR}px) * ${corner.x})`,
              top: `calc(${AIR}px + (100% - ${2 * AIR}px) * ${1 - corner.y})`,
            }}
            onKeyDown={event => onKeyDown(event, corner)}
            onDoubleClick={() => set(defaultsOf(corner))}
            onPointerDown={event => {
              if (event.button !== 0) return
              event.currentTarget.setPointerCapture(event.pointerId)
              gesture.current = beginCurve(node.id, envelope.title)
            }}
            onPointerMove={event => drag(event, corner)}
            onPointerUp={end}
            onPointerCancel={end}
          />
        ))}
      </div>
    </div>
  )
}

function wordsOf({ time, level }: Corner, valueOf: (stage: Stage) => number): string {
  return [time, ...(level === undefined ? [] : [level])]
    .map(stage => formatParam(stage.spec, valueOf(stage)))
    .join(', ')
}

function defaultsOf({ time, level }: Corner): Record<string, number> {
  return {
    [time.param]: time.spec.default,
    ...(level !== undefined && { [level.param]: level.spec.default }),
  }
}

function clamp(part: number): number {
  return Math.min(1, Math.max(0, part))
}
