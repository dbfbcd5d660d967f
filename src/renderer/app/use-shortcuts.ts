import { useEffect } from 'react'
import { isTyping, matches, type Combination } from '../kit'
import {
  dispatch,
  newProject,
  openDialog,
  projectNow,
  redo,
  save,
  seek,
  togglePlay,
  undo,
} from '../state'

/** Keys that hold while text is typed too. */
const everywhere: readonly (readonly [Combination, () => unknown])[] = [
  ['Mod+S', save],
  ['Mod+Shift+S', () => openDialog('save-as')],
  ['Mod+O', () => openDialog('open')],
  ['Mod+E', () => openDialog('export')],
  ['Mod+N', () => newProject()],
]

const outsideText: readonly (readonly [Combination, () => unknown])[] = [
  ['Mod+Z', undo],
  ['Mod+Shift+Z', redo],
  ['Mod+Y', redo],
  ['L', toggleLoop],
  ['?', () => openDialog('shortcuts')],
  ['Shift+?', () => openDialog('shortcuts')],
]

/** A space bar that is held moves the canvas; one that is struck plays. */
const STRIKE = 350

export function useShortcuts(): void {
  useEffect(() => {
    let spaceAt: number | undefined
    let tabbed = false
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Tab') tabbed = true
      if (event.defaultPrevented || inDialog(event.target)) return
      const found = everywhere.find(([combination]) => matches(event, combination))
      if (found !== undefined) return run(event, found[1])
      if (isTyping(event.target)) return
      if (matches(event, 'Space') && !(tabbed && onButton(event))) {
        event.preventDefault()
        if (!event.repeat) spaceAt = event.timeStamp
        return
      }
      if (matches(event, 'Home') && !onSlider(event)) return run(event, () => seek(0))
      const other = outsideText.find(([combination]) => matches(event, combination))
      if (other !== undefined) run(event, other[1])
    }
    const release = (event: KeyboardEvent) => {
      if (event.key !== ' ' || spaceAt === undefined) return
      if (event.timeStamp - spaceAt < STRIKE) void togglePlay()
      spaceAt = undefined
    }
    const drag = () => {
      spaceAt = undefined
      tabbed = false
    }
    document.addEventListener('keydown', press)
    document.addEventListener('keyup', release)
    document.addEventListener('pointerdown', drag, true)
    return () => {
      document.removeEventListener('keydown', press)
      document.removeEventListener('keyup', release)
      document.removeEventListener('pointerdown', drag, true)
    }
  }, [])
}

function run(event: KeyboardEvent, action: () => unknown): void {
  event.preventDefault()
  void action()
}

function inDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="dialog"]') !== null
}

/** Space presses a button that was reached with Tab; after a click it plays. */
function onButton({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.matches('button, [role="switch"]')
}

function onSlider({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest('[role="slider"]') !== null
}

function toggleLoop(): void {
  const { loop } = projectNow().transport
  const label = loop.enabled ? 'Loop off' : 'Loop on'
  dispatch(label, [
    { kind: 'set-transport', transport: { loop: { ...loop, enabled: !loop.enabled } } },
  ])
}
