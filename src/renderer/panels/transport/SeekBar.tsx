import { useEffect, useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { formatTime, onOtherFrame } from '../../kit'
import { playheadNow, projectNow, seek, useDocument } from '../../state'
import { LoopEnd } from './LoopEnd'
import { setLoop } from './set-loop'

/** The project from start to end, slim: click or drag to seek, drag the ends of the loop. */
export function SeekBar() {
  const length = useDocument(document => document.transport.length)
  const loop = useDocument(document => document.transport.loop)
  const bar = useRef<HTMLDivElement>(null)
  const played = useRef<HTMLDivElement>(null)
  const head = useRef<HTMLDivElement>(null)

  useEffect(() => {
    let told = ''
    const loop = onOtherFrame(() => {
      const now = playheadNow()
      const { length } = projectNow().transport
      const at = Math.min(1, now / length)
      if (played.current === null || head.current === null) return
      // Whole seconds are enough for who listens to it; the DOM is left alone in between.
      const text = `${formatTime(Math.floor(now)).slice(0, -4)} of ${formatTime(length).slice(0, -4)}`
      if (text !== told) {
        told = text
        bar.current?.setAttribute('aria-valuenow', String(Math.min(length, Math.floor(now))))
        bar.current?.setAttribute('aria-valuetext', text)
      }
      played.current.style.transform = `scaleX(${at})`
      // As wide as the bar, so that a percentage is one of it: a change of place would be a layout.
      head.current.style.transform = `translateX(${at * 100}%)`
    })
    return () => loop[Symbol.dispose]()
  }, [])

  function timeAt(event: PointerEvent): number {
    const box = bar.current?.getBoundingClientRect()
    if (box === undefined) return 0
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * length
  }

  function onPointer(event: PointerEvent): void {
    if (event.buttons !== 1) return
    event.currentTarget.setPointerCapture(event.pointerId)
    void seek(timeAt(event))
  }

  return (
    <div
      ref={bar}
      role="slider"
      tabIndex={0}
      aria-label="Seek"
      aria-valuemin={0}
      aria-valuemax={length}
      // Told by the frame loop, which React does not know of.
      aria-valuenow={0}
      data-testid="seek"
      className="group/seek relative h-3 cursor-pointer touch-none overflow-x-clip bg-well"
      onPointerDown={onPointer}
      onPointerMove={onPointer}
      onKeyDown={event => onKey(event)}
    >
      <div className="absolute inset-x-0 bottom-0 h-0.5 bg-line group-hover/seek:h-1" />
      <div
        ref={played}
        className="absolute inset-x-0 bottom-0 h-0.5 origin-left bg-accent group-hover/seek:h-1"
        style={{ transform: 'scaleX(0)' }}
      />
      {loop.enabled && (
        <div
          aria-hidden
          className="absolute top-0 h-1.5 rounded-xs bg-accent/40"
          style={{
            left: `${(100 * loop.start) / length}%`,
            width: `${(100 * (Math.min(loop.end, length) - loop.start)) / length}%`,
          }}
        >
          <LoopEnd
            side="left"
            onMove={(event, gesture) => setLoop(timeAt(event), loop.end, gesture)}
          />
          <LoopEnd
            side="right"
            onMove={(event, gesture) => setLoop(loop.start, timeAt(event), gesture)}
          />
        </div>
      )}
      <div ref={head} aria-hidden className="pointer-events-none absolute inset-0">
        <div className="absolute inset-y-0 w-px -translate-x-px bg-text" />
      </div>
    </div>
  )
}

function onKey(event: KeyboardEvent): void {
  const step = event.shiftKey ? 0.1 : 1
  const way = event.key === 'ArrowRight' ? step : event.key === 'ArrowLeft' ? -step : 0
  if (way === 0 || event.ctrlKey || event.metaKey) return
  event.preventDefault()
  const { length } = projectNow().transport
  void seek(Math.min(length, Math.max(0, playheadNow() + way)))
}
