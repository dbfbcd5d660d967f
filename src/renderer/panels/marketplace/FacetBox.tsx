import { Check } from 'lucide-react'
import { classNames } from '../../ui'

interface FacetBoxProps {
  readonly label: string
  readonly count?: number
  readonly on: boolean
  readonly onToggle: (on: boolean) => void
}

/** One line of a facet: on or off, and how many plugins are in it. */
export function FacetBox({ label, count, on, onToggle }: FacetBoxProps) {
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={on}
      data-facet={label}
      className="flex h-6 w-full items-center gap-2 rounded px-1 text-left text-sm -outline-offset-1 hover:bg-control"
      onClick={() => onToggle(!on)}
    >
      <span
        aria-hidden
        className={classNames(
          'flex size-3.5 shrink-0 items-center justify-center rounded-sm border',
          on ? 'border-accent bg-accent text-on-accent' : 'border-line-strong bg-well',
        )}
      >
        {on && <Check size={10} strokeWidth={3} />}
      </span>
      <span className={classNames('min-w-0 flex-1 truncate', on ? 'text-text' : 'text-soft')}>
        {label}
      </span>
      {count !== undefined && <span className="shrink-0 text-xs text-faint">{count}</span>}
    </button>
  )
}
