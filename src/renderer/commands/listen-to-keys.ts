import type { Command } from './command'
import { commandFor } from './key-press'
import { useCommands } from './registry'

/** A space bar that is held moves the canvas; one that is struck plays. */
const STRIKE_MS = 350

/** Held with the pointer, they are no work with keys. */
const lone: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'Meta'])

/** Runs commands by their keys for as long as it is not disposed of. */
export function listenToKeys(): Disposable {
  let struck: { readonly command: Command; readonly at: number } | undefined
  let tabbed = false
  let area = 'canvas'
  const stop = new AbortController()
  const options = { signal: stop.signal }

  /** A part that was closed is not worked in any more. */
  function areaNow(): string {
    return document.querySelector(`[data-area="${CSS.escape(area)}"]`) === null ? 'canvas' : area
  }
  /** A ring around what a click has focused only says what the hand knows. */
  function ringed(shown: boolean): void {
    const { dataset } = document.documentElement
    if (shown) delete dataset['pointed']
    else dataset['pointed'] = ''
  }
  function press(event: KeyboardEvent): void {
    if (event.key === 'Tab') tabbed = true
    if (!lone.has(event.key)) ringed(true)
    if (event.defaultPrevented) return
    const { commands } = useCommands.getState()
    const command = commandFor(event, commands, { target: event.target, area: areaNow(), tabbed })
    if (command === undefined) return
    event.preventDefault()
    if (command.onStrike !== true) return void command.run()
    if (!event.repeat) struck = { command, at: event.timeStamp }
  }
  function release(event: KeyboardEvent): void {
    if (struck === undefined) return
    if (event.timeStamp - struck.at < STRIKE_MS) void struck.command.run()
    struck = undefined
  }
  function point({ target }: Event): void {
    struck = undefined
    tabbed = false
    ringed(false)
    work(target)
  }
  /** Toolbars and menus are no part of their own: what was worked in stays so. */
  function work(target: EventTarget | null): void {
    const found = target instanceof Element ? target.closest('[data-area]') : undefined
    area = found?.getAttribute('data-area') ?? area
  }

  document.addEventListener('keydown', press, options)
  document.addEventListener('keyup', release, options)
  document.addEventListener('pointerdown', point, { ...options, capture: true })
  document.addEventListener('focusin', ({ target }) => work(target), options)
  return { [Symbol.dispose]: () => stop.abort() }
}
