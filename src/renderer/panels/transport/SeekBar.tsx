import { useEffect, useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { formatTime, newId, onFrame } from '../../kit'
import { playheadNow, projectNow, seek, useDocument } from '../../state'
import { setLoop } from './set-loop'

/** The project from start to end, slim: click or drag to seek, drag the ends of the loop. */
export function SeekBar() {
  const length = useDocument(document => document.transport.length)
  const loop = useDocument(document => document.transport.loop)
  const bar = useRef<HTMLDivElement>(null)
  const played = useRef<HTMLDivElement>(null)
  const head = useRef<HTMLDivElement>(null)

  useEffect(() => {
    const loop = onFrame(() => {
      const at = Math.min(1, playheadNow() / projectNow().transport.length)
      if (played.current === null || head.current === null) return
      played.current.style.transform = `scaleX(${at})`
      head.current.style.left = `${at * 100}%`
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
      aria-valuenow={0}
      aria-valuetext={`of ${formatTime(length)}`}
      data-testid="seek"
      className="group/seek relative h-3 cursor-pointer touch-none bg-well"
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
      <div ref={head} aria-hidden className="absolute inset-y-0 w-px -translate-x-px bg-text" />
    </div>
  )
}

interface LoopEndProps {
  readonly side: 'left' | 'right'
  readonly onMove: (event: PointerEvent, gesture: string) => void
}

function LoopEnd({ side, onMove }: LoopEndProps) {
  const gesture = useRef('')
  return (
    <div
      className={`absolute top-0 h-2 w-1.5 cursor-ew-resize rounded-xs bg-accent ${side === 'left' ? '-left-0.5' : '-right-0.5'}`}
      onPointerDown={event => {
        event.stopPropagation()
        event.currentTarget.setPointerCapture(event.pointerId)
        gesture.current = newId()
      }}
      onPointerMove={event => {
        event.stopPropagation()
        if (event.buttons === 1) onMove(event, gesture.current)
      }}
    />
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
