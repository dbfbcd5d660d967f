import { Star } from 'lucide-react'
import { memo } from 'react'
import type { NodeDefinition } from '#shared/graph'
import { addNode, dragNode, DRAGGED_NODE, toggleFavourite, usePrefs } from '../../state'
import { classNames, kindColor } from '../../ui'

interface BrowserItemProps {
  readonly node: NodeDefinition
  readonly id: string
  /** What the list calls it. */
  readonly row: string
  readonly active: boolean
  /** The same for all lines: where the list alone changes, none of them is rendered. */
  readonly onMark: (row: string) => void
}

/** A node in the list: drag it to the canvas, or click twice. */
export const BrowserItem = memo(function BrowserItem({
  node,
  id,
  row,
  active,
  onMark,
}: BrowserItemProps) {
  const favourite = usePrefs(prefs => prefs.favourites.includes(node.type))
  return (
    // The list takes the keys for its lines.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={id}
      role="treeitem"
      aria-level={2}
      aria-selected={active}
      aria-label={node.label}
      tabIndex={-1}
      draggable
      data-testid={`browser-item-${node.type}`}
      className={classNames(
        'group/item mx-1 flex h-full cursor-grab items-center gap-2 rounded pr-1 pl-2 text-sm text-text active:cursor-grabbing',
        active ? 'bg-control' : 'hover:bg-control/60',
      )}
      onClick={() => onMark(row)}
      onDoubleClick={() => addNode(node.type)}
      onDragStart={event => {
        event.dataTransfer.setData(DRAGGED_NODE, node.type)
        event.dataTransfer.effectAllowed = 'copy'
        dragNode(node.type)
      }}
      onDragEnd={() => dragNode(undefined)}
    >
      <span
        aria-hidden
        className="h-3.5 w-1 shrink-0 rounded-full"
        style={{ background: kindColor(node.kind) }}
      />
      <span className="min-w-0 flex-1 truncate">{node.label}</span>
      <button
        type="button"
        tabIndex={-1}
        aria-label={`${favourite ? 'No favourite' : 'Favourite'}: ${node.label}`}
        data-testid={`favourite-${node.type}`}
        className={classNames(
          'flex size-5 shrink-0 items-center justify-center rounded hover:text-text',
          favourite ? 'text-accent-text' : 'text-faint opacity-0 group-hover/item:opacity-100',
        )}
        onClick={event => {
          event.stopPropagation()
          toggleFavourite(node.type)
        }}
        onDoubleClick={event => event.stopPropagation()}
      >
        <Star size={12} aria-hidden fill={favourite ? 'currentColor' : 'none'} />
      </button>
    </div>
  )
})
