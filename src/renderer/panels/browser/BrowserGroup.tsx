import { ChevronRight } from 'lucide-react'
import { classNames } from '../../ui'
import type { Row } from './browser-rows'

interface BrowserGroupProps {
  readonly row: Extract<Row, { kind: 'group' }>
  readonly id: string
  readonly active: boolean
  readonly onToggle: () => void
}

/** The head of a group; a click closes it or opens it. */
export function BrowserGroup({ row, id, active, onToggle }: BrowserGroupProps) {
  return (
    // The list takes the keys for its lines.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      id={id}
      role="treeitem"
      aria-level={1}
      aria-expanded={row.open}
      aria-selected={active}
      tabIndex={-1}
      data-testid={`browser-group-${row.title}`}
      className={classNames(
        'flex h-full cursor-default items-center gap-1 px-2 pt-1 text-xs font-semibold text-faint hover:text-text',
        active && 'bg-control/60 text-text',
      )}
      onClick={onToggle}
    >
      <ChevronRight
        size={12}
        aria-hidden
        className={classNames('shrink-0 transition-transform', row.open && 'rotate-90')}
      />
      <span className="min-w-0 flex-1 truncate">{row.title}</span>
      <span className="font-normal">{row.count}</span>
    </div>
  )
}
