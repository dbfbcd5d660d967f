import { isTyping, matches } from '../kit'
import { isEnabled, keysOf, type Command } from './command'

/** What a key press happens in. */
export interface KeyPlace {
  readonly target: EventTarget | null
  /** Of the part of the window that is worked in. */
  readonly area: string
  /** Tab was pressed since the last click, so that Space presses what has the focus. */
  readonly tabbed: boolean
}

const CONTROLS = '[role="slider"], [role="spinbutton"]'
const LISTS =
  '[role="tablist"], [role="radiogroup"], [role="listbox"], [role="tree"], [role="grid"]'
const ownKeys: ReadonlySet<string> = new Set([
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'Home',
  'End',
  'PageUp',
  'PageDown',
])
/** Knobs are reset and left by these, too. */
const controlKeys: ReadonlySet<string> = new Set(['Backspace', 'Delete', 'Escape'])

/** The command that a key press asks for, if any. */
export function commandFor(
  event: KeyboardEvent,
  commands: readonly Command[],
  { target, area, tabbed }: KeyPlace,
): Command | undefined {
  if (inDialog(target)) return undefined
  const typing = isTyping(target)
  if (belongsToControl(event, target) || (tabbed && pressesButton(event, target))) return undefined
  return commands.find(
    command =>
      (command.whileTyping === true || !typing) &&
      (command.area === undefined || command.area === area) &&
      keysOf(command).some(keys => matches(event, keys)) &&
      isEnabled(command),
  )
}

/** Controls and lists are worked with keys of their own. */
function belongsToControl({ key }: KeyboardEvent, target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false
  if (target.closest(CONTROLS) !== null) return ownKeys.has(key) || controlKeys.has(key)
  return ownKeys.has(key) && target.closest(LISTS) !== null
}

function inDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="dialog"], [role="menu"]') !== null
}

/** Space presses a button that was reached with Tab; after a click it plays. */
function pressesButton({ key }: KeyboardEvent, target: EventTarget | null): boolean {
  if (key !== ' ' && key !== 'Enter') return false
  return target instanceof Element && target.matches('button, a, summary, [role="switch"]')
}
