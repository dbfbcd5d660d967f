import { useEffect, type RefObject } from 'react'
import { setView, useView, zoomBy } from './view'

/** Wheel and pinch: up and down through the tracks, with Shift along the timeline, with Ctrl (a pinch) nearer and farther. */
export function useWheel(ref: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = ref.current
    const turn = (event: WheelEvent) => {
      event.preventDefault()
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1
      const [dx, dy] = [event.deltaX * unit, event.deltaY * unit]
      if (event.ctrlKey || event.metaKey) {
        const box = element?.getBoundingClientRect()
        return zoomBy(Math.exp(-dy / 240), event.clientX - (box?.left ?? 0))
      }
      const { left, top, zoom } = useView.getState()
      const along = event.shiftKey && dx === 0 ? dy : dx
      const down = event.shiftKey ? 0 : dy
      setView({ left: left + along / zoom, top: top + down })
    }
    // React listens passively, where the page would scroll on.
    element?.addEventListener('wheel', turn, { passive: false })
    return () => element?.removeEventListener('wheel', turn)
  }, [ref])
}
