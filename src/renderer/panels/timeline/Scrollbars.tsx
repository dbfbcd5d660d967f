import { useEffect, useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { projectNow } from '../../state'
import { contentHeight, setView, useView, beatOfTime } from './view'

type Way = 'across' | 'down'

interface Extent {
  readonly from: number
  readonly seen: number
  readonly all: number
}

/** How much of the timeline is seen, and where: dragged, or pressed beside, to go there. */
export function Scrollbars() {
  return (
    <>
      <Scrollbar way="across" />
      <Scrollbar way="down" />
    </>
  )
}

const LEAST_THUMB = 0.04

function extentOf(way: Way): Extent {
  const { left, top, zoom, width, height } = useView.getState()
  if (way === 'down') return { from: top, seen: height, all: Math.max(contentHeight(), height) }
  const seen = width / zoom
  const { clips, transport } = projectNow()
  const last = Object.values(clips).reduce(
    (end, clip) => Math.max(end, clip.start + clip.length),
    beatOfTime(transport.length),
  )
  // A little beyond the end there is room for more.
  return { from: left, seen, all: Math.max(last * 1.1, left + seen) }
}

function Scrollbar({ way }: { readonly way: Way }) {
  const bar = useRef<HTMLDivElement>(null)
  const thumb = useRef<HTMLDivElement>(null)
  const grip = useRef<{ readonly at: number; readonly extent: Extent }>(undefined)
  const isAcross = way === 'across'

  useEffect(() => {
    const place = () => {
      const [track, element] = [bar.current, thumb.current]
      if (track === null || element === null) return
      const { from, seen, all } = grip.current?.extent ?? extentOf(way)
      const start = grip.current === undefined ? from : startOf(way)
      const size = Math.max(LEAST_THUMB, Math.min(1, seen / all))
      const at = all <= seen ? 0 : (start / (all - seen)) * (1 - size)
      element.style[isAcross ? 'left' : 'top'] = `${at * 100}%`
      element.style[isAcross ? 'width' : 'height'] = `${size * 100}%`
      track.style.visibility = all <= seen + 0.5 ? 'hidden' : 'visible'
      track.setAttribute('aria-valuenow', String(Math.round((start / Math.max(1, all)) * 100)))
    }
    place()
    return useView.subscribe(place)
  }, [way, isAcross])

  /** To where the pointer is, from where it took hold. */
  function move(event: PointerEvent<HTMLElement>): void {
    const box = bar.current?.getBoundingClientRect()
    if (grip.current === undefined || box === undefined) return
    const { at, extent } = grip.current
    const along = isAcross
      ? (event.clientX - box.x) / box.width
      : (event.clientY - box.y) / box.height
    const size = Math.max(LEAST_THUMB, Math.min(1, extent.seen / extent.all))
    const start = ((along - at) / Math.max(1e-6, 1 - size)) * (extent.all - extent.seen)
    const most = Math.max(0, extent.all - extent.seen)
    const next = Math.min(most, Math.max(0, start))
    setView(isAcross ? { left: next } : { top: next })
  }

  function take(event: PointerEvent<HTMLElement>): void {
    if (event.button !== 0) return
    event.stopPropagation()
    event.currentTarget.setPointerCapture(event.pointerId)
    const [track, held] = [
      bar.current?.getBoundingClientRect(),
      thumb.current?.getBoundingClientRect(),
    ]
    if (track === undefined || held === undefined) return
    const [pointer, begin, size, whole] = isAcross
      ? [event.clientX, held.x, held.width, track.width]
      : [event.clientY, held.y, held.height, track.height]
    const isOn = pointer >= begin && pointer <= begin + size
    // Beside the thumb its middle comes to the pointer.
    grip.current = { at: (isOn ? pointer - begin : size / 2) / whole, extent: extentOf(way) }
    move(event)
  }

  function step(event: KeyboardEvent): void {
    const keys = isAcross ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown']
    const steps = { [keys[0] ?? '']: -1, [keys[1] ?? '']: 1, PageUp: -8, PageDown: 8 }[event.key]
    if (steps === undefined) return
    event.preventDefault()
    event.stopPropagation()
    const { from, seen } = extentOf(way)
    const next = from + steps * (seen / 10)
    setView(isAcross ? { left: next } : { top: next })
  }

  return (
    <div
      ref={bar}
      role="scrollbar"
      tabIndex={0}
      aria-label={isAcross ? 'Along the timeline' : 'Through the tracks'}
      aria-controls="timeline-tracks"
      aria-orientation={isAcross ? 'horizontal' : 'vertical'}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
      data-testid={`timeline-scroll-${way}`}
      className={
        isAcross
          ? 'group/bar absolute inset-x-0 bottom-0 h-2.5 touch-none'
          : 'group/bar absolute top-0 right-0 bottom-2.5 w-2.5 touch-none'
      }
      onPointerDown={take}
      onPointerMove={move}
      onPointerUp={() => (grip.current = undefined)}
      onPointerCancel={() => (grip.current = undefined)}
      onKeyDown={step}
      onDoubleClick={event => event.stopPropagation()}
    >
      <div
        ref={thumb}
        className={`absolute rounded-full bg-line-strong opacity-70 group-hover/bar:opacity-100 ${
          isAcross ? 'inset-y-0.5' : 'inset-x-0.5'
        }`}
      />
    </div>
  )
}

function startOf(way: Way): number {
  const { left, top } = useView.getState()
  return way === 'across' ? left : top
}
