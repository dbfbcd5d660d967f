import { ArrowDownUp } from 'lucide-react'
import { soundSorts, type SoundSort } from '#shared/contract'
import { sortSounds, useSounds } from '../../state'
import { Menu, type MenuEntry } from '../../ui'

const sortNames: Readonly<Record<SoundSort, string>> = {
  name: 'Name',
  added: 'Added',
  tempo: 'Tempo',
  key: 'Key',
  loudness: 'Loudness',
  seconds: 'Length',
}

/** What the sounds are ordered by; the same again turns the order around. */
export function OrderMenu() {
  return (
    <Menu
      label="Order"
      entries={sortEntries}
      trigger={
        <button
          type="button"
          aria-label="Order"
          title="Order"
          data-testid="library-sort"
          className="inline-flex size-5 shrink-0 items-center justify-center rounded text-soft hover:bg-control hover:text-text"
        >
          <ArrowDownUp size={13} strokeWidth={1.75} aria-hidden />
        </button>
      }
    />
  )
}

function sortEntries(): readonly MenuEntry[] {
  const { sort, descending } = useSounds.getState()
  return soundSorts.map(one => ({
    label: sortNames[one],
    checked: one === sort,
    ...(one === sort && { note: descending ? 'descending' : 'ascending' }),
    run: () => sortSounds(one),
    testId: `library-sort-${one}`,
  }))
}
