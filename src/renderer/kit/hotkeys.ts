/** One key combination, “Mod+Shift+Z”: Mod is ⌘ on a Mac and Ctrl elsewhere. */
export type Combination = string

export const isMac = navigator.platform.startsWith('Mac')

/** Whether a key event is this combination, exactly: no further modifier is held. */
export function matches(event: KeyboardEvent, combination: Combination): boolean {
  const parts = combination.split('+')
  const key = parts.at(-1) ?? ''
  const mod = isMac ? event.metaKey : event.ctrlKey
  return (
    sameKey(event.key, key) &&
    mod === parts.includes('Mod') &&
    event.shiftKey === parts.includes('Shift') &&
    event.altKey === parts.includes('Alt')
  )
}

/** The same combination always has the same name: modifiers in order, letters in capitals. */
export function normalizeKeys(combination: Combination): string {
  const parts = combination.split('+')
  const key = parts.at(-1) ?? ''
  const held = ['Mod', 'Alt', 'Shift'].filter(modifier => parts.includes(modifier))
  return [...held, key.length === 1 ? key.toUpperCase() : key].join('+')
}

function sameKey(pressed: string, wanted: string): boolean {
  return wanted === 'Space' ? pressed === ' ' : pressed.toLowerCase() === wanted.toLowerCase()
}

const arrows = { Left: '←', Right: '→', Up: '↑', Down: '↓' } as const

/** As it is shown: “Ctrl+Shift+Z”, “⇧⌘Z”. */
export function showKeys(combination: Combination): string {
  const short = combination
    .replace('Delete', 'Del')
    .replace('Escape', 'Esc')
    .replace(/Arrow(Left|Right|Up|Down)/, (_name, way: keyof typeof arrows) => arrows[way])
  if (!isMac) return short.replace('Mod', 'Ctrl')
  return short.replace('Mod', '⌘').replace('Shift', '⇧').replace('Alt', '⌥').replaceAll('+', '')
}

/** Whether keys belong to what has the focus: text is typed there, or a dialog is open. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable ||
    target.matches('input, textarea, select') ||
    target.closest('[role="dialog"], [role="menu"], [role="alertdialog"]') !== null
  )
}
