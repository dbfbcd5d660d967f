import { commandGroups, shownKeys, titleOf, type Command } from '../../commands'
import { fuzzyFilter, type Combination } from '../../kit'

export interface Shortcut {
  readonly keys: Combination
  readonly title: string
}

export interface ShortcutGroup {
  readonly title: string
  readonly shortcuts: readonly Shortcut[]
}

/** Keys that belong to controls, and to no command. */
const controls: ShortcutGroup = {
  title: 'Knobs and faders',
  shortcuts: [
    { keys: 'Arrows', title: 'Turn' },
    { keys: 'Shift+Arrows', title: 'Turn finely' },
    { keys: 'Home', title: 'Lowest' },
    { keys: 'End', title: 'Highest' },
    { keys: 'Backspace', title: 'Reset' },
    { keys: 'Enter', title: 'Type a value' },
  ],
}

/** The sheet: every command that has keys, by its group; with a query, those that fit it by name or by key. */
export function shortcutGroups(
  commands: readonly Command[],
  query: string,
): readonly ShortcutGroup[] {
  const named = commands.flatMap(command => {
    const keys = shownKeys(command)
    return keys === undefined ? [] : [{ group: command.group, keys, title: titleOf(command) }]
  })
  const groups = commandGroups.map(title => ({
    title,
    shortcuts: named.filter(({ group }) => group === title),
  }))
  return [...groups, controls].flatMap(group => {
    const shortcuts = fuzzyFilter(group.shortcuts, query, ({ keys, title }) => [title, keys])
    return shortcuts.length === 0 ? [] : [{ title: group.title, shortcuts }]
  })
}
