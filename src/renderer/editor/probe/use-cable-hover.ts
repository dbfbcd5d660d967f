import { useEffect, type RefObject } from 'react'
import { cableAt } from '../cable-target'
import { hoverProbe } from './probes'

/** So long the pointer rests on a cable before it is listened in on; with Alt at once. */
const REST_MS = 600
/** So far from where it came to rest the pointer may go before the card does. */
const AWAY = 28

/** Listens in on the cable under the pointer. */
export function useCableHover(area: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = area.current
    if (element === null) return undefined
    let rest: ReturnType<typeof setTimeout> | undefined
    let origin: { readonly x: number; readonly y: number } | undefined
    const stop = new AbortController()

    const show = (x: number, y: number) => {
      const cable = cableAt(x, y)
      origin = cable === undefined ? undefined : { x, y }
      hoverProbe(cable === undefined ? undefined : { cable, at: { x, y } })
    }
    const move = (event: PointerEvent) => {
      clearTimeout(rest)
      const { clientX: x, clientY: y, target, buttons } = event
      const away = origin === undefined || Math.hypot(x - origin.x, y - origin.y) > AWAY
      if (origin !== undefined && away) {
        origin = undefined
        hoverProbe(undefined)
      }
      const isFree =
        target instanceof Element && target.closest('.react-flow__node, [role="dialog"]') === null
      if (buttons !== 0 || !isFree || !away) return
      if (event.altKey) show(x, y)
      else rest = setTimeout(() => show(x, y), REST_MS)
    }
    const leave = () => {
      clearTimeout(rest)
      origin = undefined
      hoverProbe(undefined)
    }
    element.addEventListener('pointermove', move, { signal: stop.signal })
    element.addEventListener('pointerleave', leave, { signal: stop.signal })
    element.addEventListener('pointerdown', leave, { signal: stop.signal })
    element.addEventListener('wheel', leave, { signal: stop.signal, passive: true })
    return () => {
      clearTimeout(rest)
      stop.abort()
    }
  }, [area])
}
