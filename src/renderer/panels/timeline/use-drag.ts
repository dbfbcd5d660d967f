import { useEffect, useRef, type PointerEvent } from 'react'
import { hideReadout, showReadout } from '../../ui'
import type { Gesture, Pointer } from './gesture'
import { isPreviewing } from './preview'

/** Pixels that a press may wander and still be a click. */
const SLACK = 3

export interface DragHandlers {
  onPointerDown(event: PointerEvent<HTMLElement>): void
  onPointerMove(event: PointerEvent<HTMLElement>): void
  onPointerUp(): void
  onPointerCancel(): void
}

export function pointerOf(event: PointerEvent<HTMLElement>): Pointer {
  const box = event.currentTarget.getBoundingClientRect()
  return {
    x: event.clientX - box.left,
    y: event.clientY - box.top,
    shift: event.shiftKey,
    free: event.altKey,
    mod: event.ctrlKey || event.metaKey,
  }
}

/** Drags on a surface: `begin` says what is dragged, `hover` hears of moves without a button. */
export function useDrag(
  begin: (at: Pointer) => Gesture | undefined,
  hover: (at: Pointer, element: HTMLElement) => void,
): DragHandlers {
  const held = useRef<{ gesture: Gesture; from: Pointer; moved: boolean }>(undefined)

  function finish(): void {
    const { current } = held
    held.current = undefined
    hideReadout()
    current?.gesture.end(current.moved)
  }

  function cancel(): void {
    held.current?.gesture.cancel()
    held.current = undefined
    hideReadout()
  }

  useEffect(() => {
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || held.current === undefined) return
      event.preventDefault()
      event.stopPropagation()
      cancel()
    }
    window.addEventListener('keydown', escape, { capture: true })
    return () => window.removeEventListener('keydown', escape, { capture: true })
  }, [])

  return {
    onPointerDown(event) {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      const from = pointerOf(event)
      const gesture = begin(from)
      held.current = gesture && { gesture, from, moved: false }
      if (isPreviewing()) showReadout(event, gesture?.says?.())
    },
    onPointerMove(event) {
      const at = pointerOf(event)
      const { current } = held
      if (current === undefined) return hover(at, event.currentTarget)
      const { from } = current
      current.moved ||= Math.hypot(at.x - from.x, at.y - from.y) > SLACK
      if (!current.moved) return
      current.gesture.move(at)
      showReadout(event, current.gesture.says?.())
    },
    onPointerUp: finish,
    onPointerCancel: cancel,
  }
}
