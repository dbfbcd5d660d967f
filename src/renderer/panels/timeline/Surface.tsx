import { useEffect, useRef, useState, type RefObject } from 'react'
import { projectNow, selectClips, useTimeline } from '../../state'
import { MenuAtPointer, type MenuEntry } from '../../ui'
import { addNoteClip, editNotes } from './clip-actions'
import { ClipGrid } from './ClipGrid'
import { dragClip, pressClip } from './drag-clips'
import { dragPlayer } from './drag-player'
import { deletePoints, dragCurve, dragNewPoint, dragPoints, drawByHand } from './drag-lane'
import type { Gesture, Pointer } from './gesture'
import { hitAt, type Hit } from './hit'
import { selectPoints, useLanes } from './lane-state'
import { Scrollbars } from './Scrollbars'
import { dragMarquee } from './marquee'
import { surfaceMenu } from './surface-menu'
import { useDrag } from './use-drag'
import { useTimelineDrops } from './use-drops'
import { hoverClip } from './use-painting'
import { useWheel } from './use-wheel'
import { beatAtX, setView } from './view'

interface SurfaceProps {
  readonly canvas: RefObject<HTMLCanvasElement | null>
  readonly head: RefObject<HTMLDivElement | null>
  readonly shadow: RefObject<HTMLDivElement | null>
}

const cursors = {
  ...{ start: 'ew-resize', end: 'ew-resize', body: 'default', fadeIn: 'move', fadeOut: 'move' },
} as const

/** The tracks, drawn on a canvas, with what a screen reader reads of them above it. */
export function Surface({ canvas, head, shadow }: SurfaceProps) {
  const box = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState<Pointer>()
  useWheel(box)
  useEffect(() => {
    const element = box.current
    if (element === null) return undefined
    const measure = new ResizeObserver(() => {
      setView({ width: element.clientWidth, height: element.clientHeight })
    })
    measure.observe(element)
    return () => measure.disconnect()
  }, [])
  const drops = useTimelineDrops()
  const drag = useDrag(begin, hover)

  return (
    <MenuAtPointer entries={() => (at === undefined ? [] : menuAt(at))}>
      <div
        ref={box}
        id="timeline-tracks"
        data-testid="timeline-surface"
        className="relative min-h-0 min-w-0 flex-1 touch-none overflow-clip"
        {...drag}
        {...drops.handlers}
        onDoubleClick={event => {
          const { left, top } = event.currentTarget.getBoundingClientRect()
          open(event.clientX - left, event.clientY - top)
        }}
        onPointerLeave={() => {
          hoverClip(undefined)
          useLanes.setState({ hovered: undefined })
        }}
        onContextMenu={event => {
          const { left, top } = event.currentTarget.getBoundingClientRect()
          const [x, y] = [event.clientX - left, event.clientY - top]
          const pointer = { x, y, shift: event.shiftKey, free: false, mod: false }
          const hit = hitAt(projectNow(), x, y)
          if (hit.kind === 'clip' && !useTimeline.getState().clips.has(hit.clip.id)) {
            selectClips([hit.clip.id])
          }
          setAt(pointer)
        }}
      >
        <canvas ref={canvas} aria-hidden className="absolute inset-0 size-full" />
        <ClipGrid shadow={shadow} />
        <div
          ref={head}
          aria-hidden
          className="pointer-events-none absolute inset-y-0 left-0 w-px bg-text"
        />
        <Scrollbars />
        {drops.hint !== undefined && (
          <div
            data-testid="timeline-drop-hint"
            className="pointer-events-none absolute inset-1 flex items-end justify-center rounded border border-accent bg-accent/10 pb-3"
          >
            <span className="rounded bg-raised px-3 py-1 text-sm text-text shadow-float">
              {drops.hint}
            </span>
          </div>
        )}
      </div>
    </MenuAtPointer>
  )
}

function menuAt({ x, y }: Pointer): readonly MenuEntry[] {
  return surfaceMenu(hitAt(projectNow(), x, y), beatAtX(x))
}

function begin(at: Pointer): Gesture | undefined {
  const hit = hitAt(projectNow(), at.x, at.y)
  const { tool } = useTimeline.getState()
  if (hit.kind !== 'point' && hit.kind !== 'lane' && hit.kind !== 'curve') selectPoints(undefined)
  switch (hit.kind) {
    case 'clip':
      pressClip(hit.clip.id, at.shift && hit.part === 'body')
      return useTimeline.getState().clips.has(hit.clip.id) ? dragClip(hit, at) : undefined
    case 'played':
      return dragPlayer(hit.clip, hit.row.track.node.type, at)
    case 'point':
      return dragPoints(hit.row, hit.index, at)
    case 'curve':
      return dragCurve(hit.row, hit.index)
    case 'lane':
      return tool === 'pencil' ? drawByHand(hit.row, at) : dragNewPoint(hit.row, at)
    case 'track':
    case 'nothing':
      return dragMarquee(at)
  }
}

function hover(at: Pointer, element: HTMLElement): void {
  const hit = hitAt(projectNow(), at.x, at.y)
  hoverClip(hit.kind === 'clip' ? hit.clip.id : undefined)
  const lane = 'row' in hit && hit.row.kind === 'lane' ? hit.row.key : undefined
  if (useLanes.getState().hovered !== lane) useLanes.setState({ hovered: lane })
  element.style.cursor = cursorOf(hit)
}

function cursorOf(hit: Hit): string {
  if (hit.kind === 'clip') return cursors[hit.part]
  if (hit.kind === 'played') return 'grab'
  if (hit.kind === 'curve') return 'ns-resize'
  if (hit.kind === 'point') return 'pointer'
  return hit.kind === 'lane' ? 'crosshair' : 'default'
}

/** A double-click opens notes, makes a clip where none is, and takes a point away. */
function open(x: number, y: number): void {
  const hit = hitAt(projectNow(), x, y)
  if (hit.kind === 'clip' && hit.clip.kind === 'notes') editNotes(hit.clip.id)
  if (hit.kind === 'point') deletePoints(hit.row, new Set([hit.index]))
  if (hit.kind === 'track' && hit.row.track.hosts === 'notes') {
    addNoteClip(hit.row.track.node.id, beatAtX(x))
  }
}
