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

/** Keys that belong to controls, and what a hand does with the mouse: of no command. */
const byHand: readonly ShortcutGroup[] = [
  {
    title: 'Knobs and faders',
    shortcuts: [
      { keys: 'Arrows', title: 'Turn' },
      { keys: 'Shift+Arrows', title: 'Turn finely' },
      { keys: 'Home', title: 'Lowest' },
      { keys: 'End', title: 'Highest' },
      { keys: 'Backspace', title: 'Reset' },
      { keys: 'Enter', title: 'Type a value' },
      { keys: 'Drag', title: 'Turn; the wheel does, too' },
      { keys: 'Shift+Drag', title: 'Turn finely' },
      { keys: 'Double-click', title: 'Reset' },
    ],
  },
  {
    title: 'Canvas, with the mouse',
    shortcuts: [
      { keys: 'Double-click', title: 'Add a node there' },
      { keys: 'Shift+Drag', title: 'Select more' },
      { keys: 'Space+Drag', title: 'Move the canvas' },
      { keys: 'Mod+Wheel', title: 'Zoom' },
      { keys: 'Mod+Drag', title: 'Copy nodes' },
      { keys: 'Alt+Drag', title: 'Move nodes without snapping' },
      { keys: 'Alt', title: 'Listen in on a cable' },
      { keys: 'Alt+Click', title: 'Pin what is listened to' },
    ],
  },
  {
    title: 'Timeline and notes, with the mouse',
    shortcuts: [
      { keys: 'Double-click', title: 'New clip, or its notes' },
      { keys: 'Drag', title: 'Move; at an edge trim' },
      { keys: 'Mod+Drag', title: 'Copy clips' },
      { keys: 'Shift+Drag', title: 'Stretch, at the end of a clip' },
      { keys: 'Alt+Drag', title: 'Without snapping' },
      { keys: 'Mod+Wheel', title: 'Zoom' },
      { keys: 'Shift+Wheel', title: 'Scroll along' },
      { keys: 'Escape', title: 'Take a drag back' },
    ],
  },
]

/** The sheet: every command that has keys by its group, and what is done by hand; with a query, those that fit it by name or by key. */
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
  return [...groups, ...byHand].flatMap(group => {
    const shortcuts = fuzzyFilter(group.shortcuts, query, ({ keys, title }) => [title, keys])
    return shortcuts.length === 0 ? [] : [{ title: group.title, shortcuts }]
  })
}
