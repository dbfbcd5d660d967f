import { useEffect, useRef, type KeyboardEvent, type PointerEvent, type RefObject } from 'react'
import { fromKnob, toKnob, type NumberParam } from '#shared/graph'
import type { ValueControlProps, ValueGesture } from './value-gesture'

/** Pixels of a drag over the whole range. */
const TRAVEL = 180
const FINE = 0.1
/** Key presses and wheel turns that follow one another this fast are one gesture. */
const BURST = 500
/** The wheel turns a control only where the pointer has come to rest on it: scrolling past changes nothing. */
const REST = 150

interface Drag {
  readonly gesture: ValueGesture
  y: number
  position: number
}

interface Handlers<E extends HTMLElement> {
  readonly ref: RefObject<E | null>
  onPointerDown(event: PointerEvent<E>): void
  onPointerMove(event: PointerEvent<E>): void
  onPointerUp(event: PointerEvent<E>): void
  onPointerCancel(event: PointerEvent<E>): void
  onPointerEnter(): void
  onDoubleClick(): void
  onKeyDown(event: KeyboardEvent<E>): void
}

/** Mouse, wheel and keyboard of a knob or fader. */
export function useValueControl<E extends HTMLElement>(
  props: Pick<ValueControlProps, 'spec' | 'value' | 'begin'>,
  travel = TRAVEL,
): Handlers<E> {
  const latest = useRef(props)
  latest.current = props
  const ref = useRef<E>(null)
  const drag = useRef<Drag>(undefined)
  const burst = useRef<{ gesture: ValueGesture; timer: ReturnType<typeof setTimeout> }>(undefined)
  const entered = useRef(0)

  useEffect(() => {
    const element = ref.current
    const turn = (event: WheelEvent) => {
      const resting = performance.now() - entered.current > REST
      if (event.ctrlKey || (!resting && document.activeElement !== element)) return
      event.preventDefault()
      event.stopPropagation()
      move(-Math.sign(event.deltaY || event.deltaX) * (event.shiftKey ? FINE : 1))
    }
    // React listens passively, where the page would scroll on.
    element?.addEventListener('wheel', turn, { passive: false })
    return () => {
      element?.removeEventListener('wheel', turn)
      drag.current?.gesture[Symbol.dispose]()
      endBurst()
    }
  }, [])

  function move(steps: number): void {
    const { spec, value } = latest.current
    change(stepped(spec, value, steps))
  }

  function change(value: number): void {
    const gesture = burst.current?.gesture ?? latest.current.begin()
    clearTimeout(burst.current?.timer)
    burst.current = { gesture, timer: setTimeout(endBurst, BURST) }
    gesture.change(value)
  }

  function endBurst(): void {
    clearTimeout(burst.current?.timer)
    burst.current?.gesture[Symbol.dispose]()
    burst.current = undefined
  }

  function endDrag(): void {
    drag.current?.gesture[Symbol.dispose]()
    drag.current = undefined
  }

  return {
    ref,
    onPointerDown(event) {
      if (event.button !== 0) return
      event.stopPropagation()
      event.currentTarget.setPointerCapture(event.pointerId)
      const { spec, value, begin } = latest.current
      endDrag()
      drag.current = { gesture: begin(), y: event.clientY, position: toKnob(spec, value) }
    },
    onPointerMove(event) {
      const held = drag.current
      if (held === undefined || event.clientY === held.y) return
      const way = (held.y - event.clientY) / travel
      held.y = event.clientY
      held.position = Math.min(1, Math.max(0, held.position + way * (event.shiftKey ? FINE : 1)))
      held.gesture.change(fromKnob(latest.current.spec, held.position))
    },
    onPointerUp: endDrag,
    onPointerCancel: endDrag,
    onPointerEnter() {
      entered.current = performance.now()
    },
    onDoubleClick() {
      change(latest.current.spec.default)
    },
    onKeyDown(event) {
      const value = keyed(latest.current.spec, latest.current.value, event.key, event.shiftKey)
      if (value === undefined || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      event.stopPropagation()
      change(value)
    },
  }
}

/** The value after a key, or undefined for a key that does not move it. */
export function keyed(
  spec: NumberParam,
  value: number,
  key: string,
  fine: boolean,
): number | undefined {
  const step = fine ? FINE : 1
  switch (key) {
    case 'ArrowUp':
    case 'ArrowRight':
      return stepped(spec, value, step)
    case 'ArrowDown':
    case 'ArrowLeft':
      return stepped(spec, value, -step)
    case 'PageUp':
      return stepped(spec, value, 10 * step)
    case 'PageDown':
      return stepped(spec, value, -10 * step)
    case 'Home':
      return spec.min
    case 'End':
      return spec.max
    case 'Backspace':
    case 'Delete':
      return spec.default
    default:
      return undefined
  }
}

/** A hundredth of the way a step, or the parameter's own step where that is larger. */
function stepped(spec: NumberParam, value: number, steps: number): number {
  const moved = fromKnob(spec, toKnob(spec, value) + steps / 100)
  if (spec.step === undefined || moved !== value) return moved
  return Math.min(spec.max, Math.max(spec.min, value + Math.sign(steps) * spec.step))
}
