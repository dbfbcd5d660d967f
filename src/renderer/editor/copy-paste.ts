import { copyText, pasteText, type Point } from '#shared/graph'
import { isTyping, newId, showKeys } from '../kit'
import {
  canvasView,
  catalog,
  dispatch,
  graphNow,
  idFor,
  onGrid,
  projectNow,
  scopeIn,
  select,
  selectedNodes,
  toast,
  toastFailure,
} from '../state'
import { removeSelection } from './remove-selection'

/** Copy, cut and paste by the system's clipboard, wherever no text field has the focus. */
export function listenToClipboard(): Disposable {
  const copy = (event: ClipboardEvent) => {
    const text = isTyping(event.target) ? undefined : copyText(projectNow(), selectedNodes())
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
  const text = copyText(projectNow(), selectedNodes())
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
      text: `The browser does not let menus paste here. Press ${showKeys('Mod+V')} instead.`,
    })
  }
}

/** What is selected once more, so far away, with the cables that come into it. */
export function duplicateSelection(by: Point = { x: 32, y: 32 }): void {
  const chosen = selectedNodes()
  const text = copyText(projectNow(), chosen)
  if (text === undefined) return
  const { nodes, groups, notes } = graphNow()
  const places = chosen.flatMap(id => (nodes[id] ?? groups[id] ?? notes[id])?.position ?? [])
  const at = {
    x: Math.min(...places.map(place => place.x)) + by.x,
    y: Math.min(...places.map(place => place.y)) + by.y,
  }
  const label = chosen.length === 1 ? 'Duplicate node' : `Duplicate ${chosen.length} nodes`
  pasteAt(text, at, { label, keepIncoming: true })
}

interface PasteAs {
  readonly label?: string
  /** Cables from what was not copied are made too. */
  readonly keepIncoming?: boolean
}

function pasteAt(text: string, at: Point, { label, keepIncoming = false }: PasteAs = {}): boolean {
  const paste = pasteText(text, projectNow(), catalog(), {
    at: onGrid(at),
    scope: scopeIn(graphNow()),
    keepIncoming,
    nodeId: idFor,
    newId,
  })
  if (!paste.ok) {
    toastFailure(paste.error)
    return false
  }
  const { edits, items } = paste.value
  const counted = items.length === 1 ? 'Paste node' : `Paste ${items.length} nodes`
  if (!dispatch(label ?? counted, edits)) return false
  select(items)
  return true
}

function pastePlace(): Point {
  const { x, y } = canvasView().center()
  return { x: x - 88, y: y - 40 }
}
