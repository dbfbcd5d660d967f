import type { MenuEntry } from '../ui'
import { isEnabled, shownKeys, titleOf, type Command, type Place } from './command'
import { commandById } from './registry'

/** A menu by the ids of its commands, rules between them, and submenus. */
export type MenuItem = string | { readonly title: string; readonly items: readonly MenuItem[] }

/** Between groups of a menu. */
export const RULE = '—'

/** What a menu shows now. Commands that are not there are left out, and rules that nothing is between. */
export function menuEntries(items: readonly MenuItem[], place?: Place): readonly MenuEntry[] {
  const entries: MenuEntry[] = []
  for (const item of items) {
    const entry = entryOf(item, place)
    if (entry === undefined || (entry === 'rule' && (entries.at(-1) ?? 'rule') === 'rule')) continue
    entries.push(entry)
  }
  return entries.at(-1) === 'rule' ? entries.slice(0, -1) : entries
}

function entryOf(item: MenuItem, place: Place | undefined): MenuEntry | undefined {
  if (item === RULE) return 'rule'
  if (typeof item !== 'string') {
    const entries = menuEntries(item.items, place)
    return entries.length === 0 ? undefined : { label: item.title, entries }
  }
  const command = commandById(item)
  return command && commandEntry(command, place)
}

function commandEntry(command: Command, place: Place | undefined): MenuEntry | undefined {
  const { id, note, danger, checked, choices } = command
  const label = titleOf(command)
  if (choices !== undefined) {
    const entries = choices().flatMap(choice => commandEntry(choice, place) ?? [])
    return entries.length === 0 ? undefined : { label, entries }
  }
  return {
    label,
    keys: shownKeys(command),
    note,
    testId: id,
    disabled: !isEnabled(command),
    ...(danger !== undefined && { danger }),
    ...(checked !== undefined && { checked: checked() }),
    run: () => void command.run(place),
  }
}
