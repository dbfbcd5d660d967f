import type { Point } from '#shared/graph'
import type { Combination } from '../kit'

/** Headings of the shortcut sheet and of the palette, in this order. */
export const commandGroups = [
  'Project',
  'Edit',
  'Transport',
  'Canvas',
  'Nodes',
  'Timeline',
  'Play',
  'View',
  'Tools',
  'Help',
] as const
export type CommandGroup = (typeof commandGroups)[number]

/** Where a context menu was opened: on the screen, and in canvas pixels. */
export interface Place {
  readonly screen: Point
  readonly canvas: Point
}

/**
 * One thing that a user can do. Keyboard, palette, menus, context menus and the shortcut sheet all come from
 * these; what is on none of them has no command.
 */
export interface Command {
  /** `area.action`; also its test id. */
  readonly id: string
  /** As menus show it; one that is asked for anew each time may name what it is about to do. */
  readonly title: string | (() => string)
  readonly group: CommandGroup
  readonly keys?: Combination | readonly Combination[]
  /** Its keys hold while text is typed too. Only for combinations with Mod. */
  readonly whileTyping?: boolean
  /** Keys that lead here by another way, the system's clipboard for one: shown, not listened to. */
  readonly shownKeys?: Combination
  /**
   * Its keys hold only where the user works in this part of the window: what was clicked or focused last lies in an
   * element with this `data-area`. The canvas is where nothing else was chosen.
   */
  readonly area?: string
  /** Its key acts when it is let go of, unless it was held: a held one means something else. */
  readonly onStrike?: boolean
  /** Whether it can be done now; left out, it always can. */
  readonly when?: () => boolean
  /** Whether it is on, for what is switched. */
  readonly checked?: () => boolean
  /** What it is about beside its title: the name of a recent project's folder, say. */
  readonly note?: string
  /** Further words that the palette finds it by. */
  readonly words?: string
  readonly danger?: boolean
  /** A submenu, asked for when it opens. The palette lists what is in it. */
  readonly choices?: () => readonly Command[]
  readonly run: (place?: Place) => unknown
}

export function titleOf({ title }: Command): string {
  return typeof title === 'string' ? title : title()
}

export function keysOf({ keys }: Command): readonly Combination[] {
  return keys === undefined ? [] : typeof keys === 'string' ? [keys] : keys
}

/** What menus and the sheet show. */
export function shownKeys(command: Command): Combination | undefined {
  return command.shownKeys ?? keysOf(command)[0]
}

export function isEnabled({ when }: Command): boolean {
  return when === undefined || when()
}
