import { useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { formatParam, fromKnob, toKnob, type Node, type NumberParam } from '#shared/graph'
import { beginCurve } from '../../state'
import { keyed } from '../../ui'

interface CurveControlProps {
  readonly node: Node
  readonly name: string
  readonly title: string
  readonly params: readonly string[]
  readonly spec: NumberParam
}

const HEIGHT = 72

/** A row of numbers as bars: drag across them to draw, arrow keys on each, double-click for its default. */
export function CurveControl({ node, name, title, params, spec }: CurveControlProps) {
  const box = useRef<HTMLDivElement>(null)
  const gesture = useRef<ReturnType<typeof beginCurve>>(undefined)
  const last = useRef<{ index: number; position: number }>(undefined)
  const zero = spec.min < 0 && spec.max > 0 ? toKnob(spec, 0) : 0
  const values = params.map(param => Number(node.params[param] ?? spec.default))

  function draw(event: PointerEvent): void {
    const area = box.current?.getBoundingClientRect()
    if (area === undefined || gesture.current === undefined) return
    const across = (event.clientX - area.x) / area.width
    const index = Math.min(params.length - 1, Math.max(0, Math.floor(across * params.length)))
    const position = 1 - (event.clientY - area.y) / area.height
    const from = last.current ?? { index, position }
    last.current = { index, position }
    const changes: Record<string, number> = {}
    // A fast pointer leaves no bar out on its way.
    const steps = Math.abs(index - from.index)
    for (let step = 0; step <= steps; step++) {
      const part = steps === 0 ? 1 : step / steps
      const param = params[from.index + Math.round((index - from.index) * part)]
      if (param === undefined) continue
      changes[param] = fromKnob(spec, from.position + (position - from.position) * part)
    }
    gesture.current.change(changes)
  }
  function end(): void {
    gesture.current?.[Symbol.dispose]()
    gesture.current = undefined
    last.current = undefined
  }
  function set(param: string, value: number): void {
    using one = beginCurve(node.id, title)
    one.change({ [param]: value })
  }
  function onKeyDown(event: KeyboardEvent, param: string, value: number): void {
    const isAcross = event.key === 'ArrowLeft' || event.key === 'ArrowRight'
    if (event.ctrlKey || event.metaKey || isAcross) return
    const next = keyed(spec, value, event.key, event.shiftKey)
    if (next === undefined) return
    event.preventDefault()
    event.stopPropagation()
    set(param, next)
  }

  const drawing = {
    onPointerDown(event: PointerEvent<HTMLDivElement>) {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      gesture.current = beginCurve(node.id, title)
      draw(event)
    },
    onPointerMove: draw,
    onPointerUp: end,
    onPointerCancel: end,
  }
  return (
    <div className="flex flex-col gap-1 px-3 pb-3">
      <span className="text-xs text-soft">{title}</span>
      <div
        ref={box}
        role="group"
        aria-label={`${title} of ${name}`}
        data-testid={`curve-${params[0]}`}
        style={{ height: HEIGHT }}
        className="relative flex touch-none gap-px rounded border border-line bg-well p-px"
        {...drawing}
      >
        {values.map((value, index) => {
          const param = params[index] ?? ''
          const at = toKnob(spec, value)
          return (
            <div
              key={param}
              role="slider"
              tabIndex={0}
              aria-label={`${title} ${index + 1} of ${name}`}
              aria-valuemin={spec.min}
              aria-valuemax={spec.max}
              aria-valuenow={value}
              aria-valuetext={formatParam(spec, value)}
              title={`${index + 1}: ${formatParam(spec, value)}`}
              data-testid={`inspector-${param}`}
              className="relative h-full flex-1 rounded-sm hover:bg-control focus-visible:outline-offset-[-2px]"
              onKeyDown={event => onKeyDown(event, param, value)}
              onDoubleClick={() => set(param, spec.default)}
            >
              <span
                className="absolute inset-x-px rounded-[1px] bg-accent"
                style={{
                  bottom: `${Math.min(at, zero) * 100}%`,
                  height: `max(2px, ${Math.abs(at - zero) * 100}%)`,
                }}
              />
            </div>
          )
        })}
      </div>
    </div>
  )
}
