import { Plus, Search, SlidersHorizontal } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'
import { findSimilar, markTrack, openDialog, searchSounds, useSounds } from '../../state'
import { IconButton, Popover, TextField } from '../../ui'
import { filterCount } from './facts'
import { Filters } from './Filters'

/** Words and filters. */
export function SearchBar() {
  const text = useSounds(state => state.text)
  const filters = useSounds(state => state.filters)
  const hasWords = useSounds(state =>
    state.status?.models.some(one => one.hasWords && !one.failure),
  )
  const [open, setOpen] = useState(false)
  const count = filterCount(filters)

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.key === 'Escape' && text !== '') searchSounds('')
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      markTrack(Math.max(0, useSounds.getState().marked))
      document.querySelector<HTMLElement>('[data-testid="library-list"]')?.focus()
    }
    if (event.key === 'Enter' && event.shiftKey && hasWords === true && text.trim() !== '') {
      void findSimilar({ kind: 'words', text }, text)
    }
  }

  return (
    <div className="flex items-center gap-1 p-2 pb-1.5">
      <div className="relative min-w-0 flex-1">
        <Search
          size={14}
          aria-hidden
          className="pointer-events-none absolute top-1.5 left-2 text-faint"
        />
        <TextField
          type="search"
          value={text}
          placeholder={hasWords === true ? 'Search, or Shift+Enter by ear' : 'Search sounds'}
          aria-label="Search sounds"
          data-testid="library-search"
          className="pl-7"
          onKeyDown={onKeyDown}
          onChange={event => searchSounds(event.currentTarget.value)}
        />
      </div>
      <Popover
        open={open}
        onOpenChange={setOpen}
        label="Filters"
        testId="library-filters"
        align="start"
        trigger={
          <button
            type="button"
            aria-label={count === 0 ? 'Filters' : `Filters: ${count} set`}
            title="Filters"
            data-testid="library-filter"
            className={`relative inline-flex size-7 shrink-0 items-center justify-center rounded hover:bg-control ${count > 0 ? 'text-accent-text' : 'text-soft'}`}
          >
            <SlidersHorizontal size={15} strokeWidth={1.75} aria-hidden />
          </button>
        }
      >
        <Filters />
      </Popover>
      <IconButton
        icon={Plus}
        label="Add a folder"
        data-testid="library-add"
        onClick={() => openDialog('add-folder')}
      />
    </div>
  )
}
