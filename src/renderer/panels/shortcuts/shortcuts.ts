import type { Combination } from '../../kit'

interface ShortcutGroup {
  readonly title: string
  readonly keys: readonly (readonly [Combination, string])[]
}

/** What the shortcuts dialog lists. */
export const shortcuts: readonly ShortcutGroup[] = [
  {
    title: 'Transport',
    keys: [
      ['Space', 'Play, stop'],
      ['Home', 'Back to the start'],
      ['L', 'Loop'],
    ],
  },
  {
    title: 'Project',
    keys: [
      ['Mod+N', 'New'],
      ['Mod+O', 'Open'],
      ['Mod+S', 'Save'],
      ['Mod+Shift+S', 'Save as'],
      ['Mod+E', 'Export'],
      ['Mod+Z', 'Undo'],
      ['Mod+Shift+Z', 'Redo'],
    ],
  },
  {
    title: 'Canvas',
    keys: [
      ['Tab', 'Add a node'],
      ['F', 'Fit to view'],
      ['V', 'Select with a drag'],
      ['H', 'Move the canvas with a drag'],
      ['Escape', 'Select nothing'],
      ['Mod+A', 'Select all'],
    ],
  },
  {
    title: 'Selected nodes',
    keys: [
      ['Arrows', 'Move by a step'],
      ['Shift+Arrows', 'Move by four steps'],
      ['C', 'Connect, disconnect'],
      ['B', 'Bypass'],
      ['Mod+D', 'Duplicate'],
      ['Mod+C', 'Copy'],
      ['Mod+V', 'Paste'],
      ['Delete', 'Delete, and keep the chain wired'],
    ],
  },
  {
    title: 'Knobs and faders',
    keys: [
      ['Arrows', 'Turn'],
      ['Shift+Arrows', 'Turn finely'],
      ['Home', 'Lowest'],
      ['End', 'Highest'],
      ['Backspace', 'Reset'],
    ],
  },
]
