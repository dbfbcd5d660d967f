import { ChevronRight } from 'lucide-react'
import { memo } from 'react'
import { catalog, useDocument, useSelection } from '../../state'
import { classNames, kindColor, markColor, portColor } from '../../ui'
import type { OutlineRow } from './outline-rows'

interface OutlineItemProps {
  readonly row: OutlineRow
  readonly top: number
  readonly active: boolean
  /** `more`: beside what is selected already. */
  readonly onChoose: (more: boolean) => void
  readonly onToggle: () => void
}

/** One row of the outline. The tree itself has the keyboard; a row is pressed with the pointer. */
export const OutlineItem = memo(function OutlineItem(props: OutlineItemProps) {
  const { row, top, active, onChoose, onToggle } = props
  const { id, key, kind, level, label, note, place, of, open } = row
  const selected = useSelection(({ nodes, cables }) =>
    kind === 'cable' ? cables.has(id) : nodes.has(id),
  )
  const color = useRowColor(row)
  return (
    <div
      id={`outline-${key}`}
      role="treeitem"
      tabIndex={-1}
      aria-level={level}
      aria-posinset={place}
      aria-setsize={of}
      aria-expanded={open}
      aria-selected={selected}
      data-testid={`outline-${kind}-${id}`}
      className={classNames(
        'absolute inset-x-0 flex h-6 items-center gap-1.5 pr-2 text-sm',
        selected ? 'bg-control text-text' : 'text-soft hover:bg-control/60',
        active &&
          'group-focus/tree:outline-2 group-focus/tree:-outline-offset-2 group-focus/tree:outline-accent',
      )}
      style={{ transform: `translateY(${top}px)`, paddingLeft: 4 + (level - 1) * 14 }}
      onPointerDown={event => onChoose(event.shiftKey || event.ctrlKey || event.metaKey)}
    >
      <span
        aria-hidden
        className={classNames(
          'flex size-4 shrink-0 items-center',
          open === undefined && 'invisible',
        )}
        onPointerDown={event => {
          event.stopPropagation()
          onToggle()
        }}
      >
        <ChevronRight size={12} className={open === true ? 'rotate-90' : undefined} />
      </span>
      <span aria-hidden className="h-3.5 w-1 shrink-0 rounded-full" style={{ background: color }} />
      <span dir="auto" className="min-w-0 flex-1 truncate" title={label}>
        {label}
      </span>
      {note !== label && (
        <span className="max-w-24 shrink-0 truncate text-2xs text-faint">{note}</span>
      )}
    </div>
  )
})

function useRowColor({ id, kind }: OutlineRow): string {
  const type = useDocument(({ graph }) => graph.nodes[id]?.type ?? '')
  const color = useDocument(
    ({ graph }) => (graph.nodes[id] ?? graph.notes[id] ?? graph.groups[id])?.color,
  )
  const source = useDocument(({ graph }) => {
    const from = graph.cables[id]?.from
    return from === undefined
      ? undefined
      : catalog().get(graph.nodes[from.node]?.type ?? '')?.outputs[from.port]?.kind
  })
  if (kind === 'cable') return portColor(source)
  return color === undefined ? kindColor(catalog().get(type)?.kind) : markColor(color)
}
