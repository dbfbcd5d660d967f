import {
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
} from 'react'
import { ValueControl } from './value-control'
import type { ValueControlProps } from './value-gesture'

const TRAVEL = 180
/** The wheel turns a control only where the pointer has come to rest on it: scrolling past changes nothing. */
const REST = 150

interface Handlers<E extends HTMLElement | SVGElement> {
  readonly ref: RefObject<E | null>
  onPointerDown(event: PointerEvent<E>): void
  onPointerMove(event: PointerEvent<E>): void
  onPointerUp(): void
  onPointerCancel(): void
  onDoubleClick(): void
  onKeyDown(event: KeyboardEvent<E>): void
}

/** Mouse, wheel and keyboard of a knob or fader. */
export function useValueControl<E extends HTMLElement | SVGElement>(
  props: Pick<ValueControlProps, 'spec' | 'value' | 'begin'>,
  travel = TRAVEL,
): Handlers<E> {
  const ref = useRef<E>(null)
  const [control] = useState(() => new ValueControl(props, travel))
  useLayoutEffect(() => control.update(props))

  useEffect(() => {
    const element = ref.current
    let enteredAt = 0
    const enter = () => (enteredAt = performance.now())
    const turn = (event: Event) => {
      if (!(event instanceof WheelEvent)) return
      const resting = performance.now() - enteredAt > REST
      if (event.ctrlKey || (!resting && document.activeElement !== element)) return
      event.preventDefault()
      event.stopPropagation()
      control.turn(-Math.sign(event.deltaY || event.deltaX), event.shiftKey)
    }
    element?.addEventListener('pointerenter', enter)
    // React listens passively, where the page would scroll on.
    element?.addEventListener('wheel', turn, { passive: false })
    return () => {
      element?.removeEventListener('pointerenter', enter)
      element?.removeEventListener('wheel', turn)
      control[Symbol.dispose]()
    }
  }, [control])

  return {
    ref,
    onPointerDown(event) {
      if (event.button !== 0) return
      event.stopPropagation()
      event.currentTarget.setPointerCapture(event.pointerId)
      control.grab(event.clientY)
    },
    onPointerMove: event => control.drag(event.clientY, event.shiftKey),
    onPointerUp: () => control.release(),
    onPointerCancel: () => control.release(),
    onDoubleClick: () => control.reset(),
    onKeyDown(event) {
      if (event.ctrlKey || event.metaKey || !control.press(event.key, event.shiftKey)) return
      event.preventDefault()
      event.stopPropagation()
    },
  }
}
