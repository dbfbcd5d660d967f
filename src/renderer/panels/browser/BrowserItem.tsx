import { Plus } from 'lucide-react'
import { memo, type KeyboardEvent } from 'react'
import type { NodeDefinition } from '#shared/graph'
import { addNode, DRAGGED_NODE } from '../../state'
import { classNames, kindColor } from '../../ui'

interface BrowserItemProps {
  readonly node: NodeDefinition
  readonly active: boolean
  /** Tab stops at one item of the list; the arrows go on from there. */
  readonly reachable: boolean
  readonly onMark: () => void
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
}

/** A node in the list: drag it to the canvas, or click twice. */
export const BrowserItem = memo(function BrowserItem({
  node,
  active,
  reachable,
  onMark,
  onKeyDown,
}: BrowserItemProps) {
  return (
    <button
      type="button"
      draggable
      data-item
      tabIndex={reachable ? 0 : -1}
      data-testid={`browser-item-${node.type}`}
      aria-label={`${node.label}. Double-click or press Enter to add.`}
      aria-current={active}
      className={classNames(
        'group/item mx-1 flex h-7 w-[calc(100%-8px)] cursor-grab items-center gap-2 rounded px-2 text-left text-sm text-text active:cursor-grabbing',
        active ? 'bg-control' : 'hover:bg-control/60',
      )}
      onKeyDown={onKeyDown}
      onFocus={onMark}
      onClick={onMark}
      onDoubleClick={() => addNode(node.type)}
      onDragStart={event => {
        event.dataTransfer.setData(DRAGGED_NODE, node.type)
        event.dataTransfer.effectAllowed = 'copy'
      }}
    >
      <span
        aria-hidden
        className="h-3.5 w-1 shrink-0 rounded-full"
        style={{ background: kindColor(node.kind) }}
      />
      <span className="min-w-0 flex-1 truncate">{node.label}</span>
      <Plus size={13} aria-hidden className="text-faint opacity-0 group-hover/item:opacity-100" />
    </button>
  )
})
