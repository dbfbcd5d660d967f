import { MessageSquareText } from 'lucide-react'
import type { Comment, Edit } from '#shared/graph'
import { dispatch, useDocument } from '../../state'
import { ColorRow, EditableText, TextArea } from '../../ui'

type Change = Extract<Edit, { kind: 'set-note' }>['change']

const SMALLEST = { width: 96, height: 40 } as const
const LARGEST = 100_000

/** A comment: its words, its colour and its size. */
export function CommentInspector({ id }: { readonly id: string }) {
  const comment = useDocument(document => document.graph.notes[id])
  if (comment === undefined) return undefined
  const { text, color, size } = comment
  const set = (label: string, change: Change) =>
    dispatch(label, [{ kind: 'set-note', note: id, change }])
  return (
    <section
      aria-label="Comment"
      data-testid="comment-inspector"
      className="flex flex-col gap-3 p-3"
    >
      <h2 className="flex items-center gap-2 text-base font-semibold">
        <MessageSquareText size={16} aria-hidden className="text-soft" />
        Comment
      </h2>
      <TextArea
        value={text}
        label="Text of the comment"
        lines={6}
        placeholder="What should be remembered here?"
        testId="comment-words"
        onCommit={next => set('Write comment', { text: next })}
      />
      <ColorRow
        value={color}
        label="Colour of the comment"
        onChange={next => set('Colour', { color: next })}
      />
      <div className="flex items-center gap-2 text-xs text-soft">
        Size
        <Side id={id} side="width" size={size} />
        ×
        <Side id={id} side="height" size={size} />
      </div>
    </section>
  )
}

interface SideProps {
  readonly id: string
  readonly side: 'width' | 'height'
  readonly size: Comment['size']
}

function Side({ id, side, size }: SideProps) {
  return (
    <EditableText
      value={String(size[side])}
      label={`${side === 'width' ? 'Width' : 'Height'} of the comment in pixels`}
      testId={`comment-${side}`}
      maxLength={6}
      className="h-6 w-16 border-line bg-well text-right tabular-nums"
      onCommit={typed => {
        const pixels = Math.round(Number(typed))
        if (!Number.isFinite(pixels) || typed === '') return
        const next = Math.min(LARGEST, Math.max(SMALLEST[side], pixels))
        const change = { size: { ...size, [side]: next } }
        if (next !== size[side]) {
          dispatch('Resize comment', [{ kind: 'set-note', note: id, change }])
        }
      }}
    />
  )
}
