import type { NodeProps } from '@xyflow/react'
import {
  memo,
  useLayoutEffect,
  useRef,
  useState,
  type PointerEvent as ReactPointerEvent,
} from 'react'
import { newId } from '../kit'
import { dispatch, useDocument } from '../state'
import { classNames, markColor } from '../ui'
import { stopWriting, useWriting } from './comments'
import type { DeviceFlow } from './flow'
import { viewNow } from './scene/view'

const SMALLEST = { width: 96, height: 40 }

/** A comment: text in a frame that can lie around nodes. The canvas paints its ground, below the cables. */
export const CommentNode = memo(function CommentNode({ id, selected }: NodeProps<DeviceFlow>) {
  const comment = useDocument(document => document.graph.notes[id])
  const writing = useWriting(state => state.comment === id)
  if (comment === undefined) return undefined
  const { text, color, size } = comment
  return (
    <section
      aria-label={`Comment: ${text === '' ? 'empty' : text}`}
      data-testid={`comment-${id}`}
      style={{ ...size, color: color === undefined ? undefined : markColor(color) }}
      className={classNames(
        'group/comment relative rounded',
        color === undefined && 'text-soft',
        selected && 'outline-2 outline-accent',
      )}
    >
      {writing ? (
        <Writing id={id} text={text} />
      ) : (
        <p className="h-full overflow-hidden px-2.5 py-2 text-base break-words whitespace-pre-wrap">
          {text === '' ? <span className="text-faint">Double-click to write</span> : text}
        </p>
      )}
      <Corner id={id} width={size.width} height={size.height} />
    </section>
  )
})

function Writing({ id, text }: { readonly id: string; readonly text: string }) {
  const [draft, setDraft] = useState(text)
  const field = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => field.current?.focus(), [])
  const commit = () => {
    stopWriting(id)
    if (draft !== text) {
      dispatch('Write comment', [{ kind: 'set-note', note: id, change: { text: draft } }])
    }
  }
  return (
    <textarea
      ref={field}
      value={draft}
      maxLength={10_000}
      aria-label="Text of the comment"
      data-testid={`comment-text-${id}`}
      className="nodrag nowheel h-full w-full resize-none rounded bg-raised/60 px-2.5 py-2 text-base text-text outline-2 outline-accent"
      onChange={event => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={event => {
        event.stopPropagation()
        if (event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey))) {
          event.preventDefault()
          commit()
        }
      }}
    />
  )
}

interface CornerProps {
  readonly id: string
  readonly width: number
  readonly height: number
}

/** Resizes the comment. */
function Corner({ id, width, height }: CornerProps) {
  const from = useRef<{ x: number; y: number; width: number; height: number; gesture: string }>(
    undefined,
  )
  const move = (event: ReactPointerEvent) => {
    if (from.current === undefined) return
    const { zoom } = viewNow()
    const { x, y, gesture } = from.current
    const size = {
      width: onGrid(from.current.width + (event.clientX - x) / zoom, SMALLEST.width),
      height: onGrid(from.current.height + (event.clientY - y) / zoom, SMALLEST.height),
    }
    if (size.width === width && size.height === height) return
    dispatch('Resize comment', [{ kind: 'set-note', note: id, change: { size } }], { gesture })
  }
  return (
    <span
      aria-hidden
      data-testid={`comment-corner-${id}`}
      className="nodrag absolute right-0 bottom-0 size-4 cursor-nwse-resize touch-none rounded-br border-r-2 border-b-2 border-current opacity-40 group-hover/comment:opacity-100"
      onPointerDown={event => {
        event.currentTarget.setPointerCapture(event.pointerId)
        from.current = { x: event.clientX, y: event.clientY, width, height, gesture: newId() }
      }}
      onPointerMove={move}
      onPointerUp={() => (from.current = undefined)}
    />
  )
}

function onGrid(length: number, least: number): number {
  return Math.max(least, Math.round(length / 8) * 8)
}
