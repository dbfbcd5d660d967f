import { Search } from 'lucide-react'
import { useState } from 'react'
import { useCommands } from '../../commands'
import { showKeys } from '../../kit'
import { closeDialog } from '../../state'
import { Dialog, EmptyState, Keys, TextField } from '../../ui'
import { shortcutGroups, type ShortcutGroup } from './shortcut-groups'

/** Every key that Wireharp knows, with a search by name and by key. */
export function ShortcutsDialog() {
  const commands = useCommands(state => state.commands)
  const [query, setQuery] = useState('')
  const groups = shortcutGroups(commands, query)
  return (
    <Dialog
      wide="very"
      title="Keyboard shortcuts"
      description="Every key that Wireharp knows."
      testId="shortcuts-dialog"
      onClose={closeDialog}
    >
      <div className="relative pb-4">
        <Search
          size={14}
          aria-hidden
          className="pointer-events-none absolute top-2 left-2 text-faint"
        />
        <TextField
          type="search"
          value={query}
          aria-label="Search shortcuts"
          placeholder="Search by what it does, or by its key"
          data-testid="shortcuts-search"
          className="pl-7"
          onChange={event => setQuery(event.currentTarget.value)}
        />
      </div>
      {groups.length === 0 ? (
        <EmptyState icon={Search} title={`No shortcut fits “${query}”`}>
          Everything can be done from the command palette as well: {showKeys('Mod+K')}.
        </EmptyState>
      ) : (
        <div className="columns-3 gap-8">
          {groups.map(group => (
            <Group key={group.title} group={group} />
          ))}
        </div>
      )}
    </Dialog>
  )
}

function Group({ group: { title, shortcuts } }: { readonly group: ShortcutGroup }) {
  return (
    <section className="break-inside-avoid pb-5">
      <h3 className="pb-1.5 text-xs font-semibold text-faint">{title}</h3>
      <ul>
        {shortcuts.map(shortcut => (
          <li
            key={shortcut.title + shortcut.keys}
            className="flex h-6 items-center justify-between gap-3 text-sm"
          >
            <span className="truncate text-soft">{shortcut.title}</span>
            <Keys of={shortcut.keys} />
          </li>
        ))}
      </ul>
    </section>
  )
}
