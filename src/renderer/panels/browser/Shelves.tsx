import { ListFilter } from 'lucide-react'
import { classNames, IconButton, Menu } from '../../ui'
import { groupings, shelves, type Grouping, type Shelf } from './group-nodes'

const labels = { all: 'All', favourites: 'Favourites', recent: 'Recent', own: 'Own' } as const
const groupingLabels = { category: 'By category', kind: 'By kind', tag: 'By tag' } as const

interface ShelvesProps {
  readonly shelf: Shelf
  readonly grouping: Grouping
  readonly onShelf: (shelf: Shelf) => void
  readonly onGrouping: (grouping: Grouping) => void
}

/** Which nodes are listed, and what they are put together by. */
export function Shelves({ shelf, grouping, onShelf, onGrouping }: ShelvesProps) {
  return (
    <div className="flex items-center gap-0.5 border-b border-line px-2 pb-1.5">
      <div role="group" aria-label="Show" className="flex min-w-0 flex-1 flex-wrap gap-0.5">
        {shelves.map(item => (
          <button
            key={item}
            type="button"
            aria-pressed={item === shelf}
            data-testid={`shelf-${item}`}
            className={classNames(
              'h-6 shrink-0 rounded px-1.5 text-xs',
              item === shelf ? 'bg-control text-text' : 'text-faint hover:text-text',
            )}
            onClick={() => onShelf(item)}
          >
            {labels[item]}
          </button>
        ))}
      </div>
      <Menu
        label="Group"
        entries={() =>
          groupings.map(item => ({
            label: groupingLabels[item],
            checked: item === grouping,
            testId: `group-by-${item}`,
            run: () => onGrouping(item),
          }))
        }
        trigger={
          <IconButton
            icon={ListFilter}
            size="small"
            label={`Grouped ${groupingLabels[grouping].toLowerCase()}`}
            data-testid="browser-group"
          />
        }
      />
    </div>
  )
}
