import { useEffect, useState, type RefObject } from 'react'

/** Rows beyond the edges that are there already when they are scrolled to. */
const MORE = 8

/** Which rows of one height are seen in a scroller: of ten thousand only those are elements. */
export function useRowsSeen(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  height: number,
): { readonly first: number; readonly last: number } {
  const [window, setWindow] = useState({ top: 0, room: 600 })
  useEffect(() => {
    const element = scroller.current
    if (element === null) return undefined
    const look = () => setWindow({ top: element.scrollTop, room: element.clientHeight })
    look()
    const sizes = new ResizeObserver(look)
    sizes.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    return () => {
      sizes.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [scroller])
  const first = Math.max(0, Math.min(count, Math.floor(window.top / height) - MORE))
  const last = Math.min(count, Math.ceil((window.top + window.room) / height) + MORE)
  return { first, last }
}
