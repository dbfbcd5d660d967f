import type { Point } from '#shared/graph'
import { isTyping, newId } from '../kit'
import {
  canvasView,
  dispatch,
  graphNow,
  idFor,
  onGrid,
  select,
  selectedNodes,
  toast,
} from '../state'
import { copyText, pasteText } from './clipboard'
import { removeSelection } from './remove-selection'

/** Copy, cut and paste by the system's clipboard, wherever no text field has the focus. */
export function listenToClipboard(): Disposable {
  const copy = (event: ClipboardEvent) => {
    const text = isTyping(event.target) ? undefined : copyText(graphNow(), selectedNodes())
    if (text === undefined) return
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
    if (event.type === 'cut') removeSelection()
  }
  const paste = (event: ClipboardEvent) => {
    if (isTyping(event.target)) return
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (pasteAt(text, pastePlace())) event.preventDefault()
  }
  document.addEventListener('copy', copy)
  document.addEventListener('cut', copy)
  document.addEventListener('paste', paste)
  return {
    [Symbol.dispose]() {
      document.removeEventListener('copy', copy)
      document.removeEventListener('cut', copy)
      document.removeEventListener('paste', paste)
    },
  }
}

/** Copies what is selected, from a menu. */
export async function copySelection(): Promise<void> {
  const text = copyText(graphNow(), selectedNodes())
  if (text !== undefined) await navigator.clipboard.writeText(text)
}

export async function cutSelection(): Promise<void> {
  await copySelection()
  removeSelection()
}

export async function pasteFromMenu(at: Point): Promise<void> {
  try {
    pasteAt(await navigator.clipboard.readText(), at)
  } catch {
    toast({
      tone: 'info',
      text: 'The browser does not let menus paste here. Press Ctrl+V instead.',
    })
  }
}

export function duplicateSelection(): void {
  const chosen = selectedNodes()
  const text = copyText(graphNow(), chosen)
  if (text === undefined) return
  const places = chosen.flatMap(id => graphNow().nodes[id]?.position ?? [])
  const at = {
    x: Math.min(...places.map(place => place.x)) + 32,
    y: Math.min(...places.map(place => place.y)) + 32,
  }
  pasteAt(text, at, chosen.length === 1 ? 'Duplicate node' : `Duplicate ${chosen.length} nodes`)
}

function pasteAt(text: string, at: Point, label?: string): boolean {
  const paste = pasteText(text, { at: onGrid(at), nodeId: idFor, cableId: newId })
  if (!paste.ok) {
    toast({ tone: 'info', text: 'There are no nodes on the clipboard. Copy some first.' })
    return false
  }
  const { edits, nodes } = paste.value
  const counted = nodes.length === 1 ? 'Paste node' : `Paste ${nodes.length} nodes`
  if (!dispatch(label ?? counted, edits)) return false
  select(nodes)
  return true
}

function pastePlace(): Point {
  const { x, y } = canvasView().center()
  return { x: x - 88, y: y - 40 }
}
