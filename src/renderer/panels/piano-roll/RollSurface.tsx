import { useEffect, useRef, type PointerEvent } from 'react'
import type { NoteClip } from '#shared/graph'
import { holdLive, projectNow, select } from '../../state'
import { hideReadout, showReadout } from '../../ui'
import { KEYS_WIDTH, VELOCITY_HEIGHT } from './draw-roll'
import {
  beginNoteDrag,
  beginVelocityDrag,
  hearKey,
  isDrawing,
  noteAt,
  type At,
  type NoteDrag,
} from './drag-notes'
import { deleteNotes } from './note-actions'
import { NoteList } from './NoteList'
import { selectNotes } from './roll-state'
import { useRollPainting } from './use-roll-painting'
import { keyAtRoll, setRoll, useRoll, zoomRoll } from './view'

interface RollSurfaceProps {
  readonly clip: NoteClip
}

export function RollSurface({ clip }: RollSurfaceProps) {
  const roll = useRef<HTMLCanvasElement>(null)
  const keys = useRef<HTMLCanvasElement>(null)
  const velocities = useRef<HTMLCanvasElement>(null)
  const head = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const box = useRef<HTMLDivElement>(null)
  useRollPainting({ clip: clip.id, roll, keys, velocities, head, list })

  useEffect(() => {
    // The engine sounds while the roll is open, so that keys are heard at once, on the track of the clip.
    const hold = holdLive()
    select([clip.node])
    return () => hold[Symbol.dispose]()
  }, [clip.node])

  useEffect(() => {
    const element = box.current
    if (element === null) return undefined
    let shown = false
    const measure = new ResizeObserver(() => {
      setRoll({ width: element.clientWidth, height: element.clientHeight })
      if (!shown) showNotes(clip.id)
      shown = true
    })
    measure.observe(element)
    const turn = (event: WheelEvent) => {
      event.preventDefault()
      if (event.ctrlKey || event.metaKey) {
        return zoomRoll(
          Math.exp(-event.deltaY / 240),
          event.clientX - element.getBoundingClientRect().left,
        )
      }
      const { left, zoom, top, row } = useRoll.getState()
      if (event.altKey) return setRoll({ row: row * Math.exp(-event.deltaY / 240) })
      const along = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX
      setRoll({ left: left + along / zoom, top: top - (event.shiftKey ? 0 : event.deltaY / row) })
    }
    element.addEventListener('wheel', turn, { passive: false })
    return () => {
      measure.disconnect()
      element.removeEventListener('wheel', turn)
    }
  }, [clip.id])

  const notes = useDragging(at => {
    const now = projectNow().clips[clip.id]
    return now?.kind === 'notes' ? beginNoteDrag(now, at) : undefined
  })
  const levels = useDragging(at => {
    const now = projectNow().clips[clip.id]
    return now?.kind === 'notes' ? beginVelocityDrag(now, at) : undefined
  })

  return (
    <div
      className="grid min-h-0 flex-1"
      style={{ grid: `minmax(0, 1fr) ${VELOCITY_HEIGHT}px / ${KEYS_WIDTH}px minmax(0, 1fr)` }}
    >
      <canvas
        ref={keys}
        aria-hidden
        className="size-full touch-none"
        onPointerDown={event => {
          event.currentTarget.setPointerCapture(event.pointerId)
          hearKey(keyAtRoll(placeOf(event).y))
        }}
        onPointerMove={event => {
          if (event.buttons === 1) hearKey(keyAtRoll(placeOf(event).y))
        }}
        onPointerUp={() => hearKey(undefined)}
        onPointerCancel={() => hearKey(undefined)}
      />
      <div
        ref={box}
        data-testid="roll-surface"
        className="relative touch-none overflow-clip border-l border-line"
        {...notes}
        onDoubleClick={event => {
          const { left, top } = event.currentTarget.getBoundingClientRect()
          const now = projectNow().clips[clip.id]
          if (now?.kind !== 'notes') return
          const hit = noteAt(now, event.clientX - left, event.clientY - top)
          if (hit === undefined) return
          selectNotes([hit.note.id])
          deleteNotes()
        }}
      >
        <canvas ref={roll} aria-hidden className="absolute inset-0 size-full" />
        <NoteList clip={clip} list={list} />
        <div
          ref={head}
          aria-hidden
          className="pointer-events-none absolute inset-y-0 left-0 w-px bg-text"
        />
      </div>
      <div className="flex items-center justify-center border-t border-line bg-panel text-2xs text-faint">
        Velocity
      </div>
      <div
        data-testid="roll-velocities"
        className="relative touch-none overflow-clip border-t border-l border-line"
        {...levels}
      >
        <canvas ref={velocities} aria-hidden className="absolute inset-0 size-full" />
      </div>
    </div>
  )
}

/** Shows a clip where it begins, with its notes in the middle. */
function showNotes(id: string): void {
  const clip = projectNow().clips[id]
  if (clip?.kind !== 'notes') return
  const all = Object.values(clip.notes).map(note => note.key)
  const middle = all.length === 0 ? 60 : (Math.min(...all) + Math.max(...all)) / 2
  const { width, height, row } = useRoll.getState()
  const length = clip.loop ?? clip.length
  const zoom = Math.min(160, Math.max(12, (width - 40) / length))
  setRoll({ zoom, left: clip.offset, top: middle + height / row / 2 })
}

function placeOf(event: PointerEvent<HTMLElement>): At {
  const { left, top } = event.currentTarget.getBoundingClientRect()
  return {
    x: event.clientX - left,
    y: event.clientY - top,
    shift: event.shiftKey,
    free: event.altKey,
    mod: event.ctrlKey || event.metaKey,
  }
}

function useDragging(begin: (at: At) => NoteDrag | undefined) {
  const held = useRef<{ drag: NoteDrag; from: At; moved: boolean }>(undefined)
  const finish = () => {
    const { current } = held
    held.current = undefined
    hideReadout()
    current?.drag.end(current.moved)
  }
  useEffect(() => {
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || held.current === undefined) return
      event.stopPropagation()
      held.current.drag.cancel()
      held.current = undefined
      hideReadout()
    }
    window.addEventListener('keydown', escape, { capture: true })
    return () => window.removeEventListener('keydown', escape, { capture: true })
  }, [])
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      const from = placeOf(event)
      const drag = begin(from)
      held.current = drag && { drag, from, moved: false }
      if (isDrawing()) showReadout(event, drag?.says?.())
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const { current } = held
      if (current === undefined) return
      const at = placeOf(event)
      current.moved ||= Math.hypot(at.x - current.from.x, at.y - current.from.y) > 3
      if (!current.moved) return
      current.drag.move(at)
      showReadout(event, current.drag.says?.())
    },
    onPointerUp: finish,
    onPointerCancel() {
      held.current?.drag.cancel()
      held.current = undefined
      hideReadout()
    },
  }
}
