import { useEffect } from 'react'
import { isTyping, matches } from '../kit'
import {
  canvasView,
  clearSelection,
  graphNow,
  select,
  selectedCables,
  selectedNodes,
  setPrefs,
} from '../state'
import { toggleBypass } from './canvas-menu'
import { duplicateSelection } from './copy-paste'
import { nudgeSelection } from './move-nodes'
import { startPatching } from './patching'
import { removeSelection } from './remove-selection'

const keys: readonly (readonly [string, () => boolean])[] = [
  ['Delete', remove],
  ['Backspace', remove],
  ['Mod+D', () => did(duplicateSelection)],
  ['Mod+A', () => did(() => select(Object.keys(graphNow().nodes)))],
  ['F', () => did(() => canvasView().fit())],
  ['V', () => did(() => setPrefs({ tool: 'select' }))],
  ['H', () => did(() => setPrefs({ tool: 'pan' }))],
  ['B', () => withNodes(nodes => toggleBypass(nodes))],
  ['C', startPatching],
  ['Escape', () => did(clearSelection)],
  ['ArrowLeft', () => withNodes(() => nudgeSelection(-1, 0))],
  ['ArrowRight', () => withNodes(() => nudgeSelection(1, 0))],
  ['ArrowUp', () => withNodes(() => nudgeSelection(0, -1))],
  ['ArrowDown', () => withNodes(() => nudgeSelection(0, 1))],
  ['Shift+ArrowLeft', () => withNodes(() => nudgeSelection(-4, 0))],
  ['Shift+ArrowRight', () => withNodes(() => nudgeSelection(4, 0))],
  ['Shift+ArrowUp', () => withNodes(() => nudgeSelection(0, -4))],
  ['Shift+ArrowDown', () => withNodes(() => nudgeSelection(0, 4))],
]

/** The canvas's keys, while no text field, slider or menu has the focus. */
export function useCanvasKeys(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target)) return
      if (onControl(event.target)) return
      const found = keys.find(([combination]) => matches(event, combination))
      if (found?.[1]() === true) event.preventDefault()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}

/** Knobs and faders have keys of their own. */
function onControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="slider"]') !== null
}

function remove(): boolean {
  if (selectedNodes().length === 0 && selectedCables().length === 0) return false
  removeSelection()
  return true
}

function withNodes(run: (nodes: readonly string[]) => void): boolean {
  const nodes = selectedNodes()
  if (nodes.length > 0) run(nodes)
  return nodes.length > 0
}

function did(run: () => void): true {
  run()
  return true
}
