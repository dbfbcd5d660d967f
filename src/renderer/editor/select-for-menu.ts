import { clearSelection, select, selectedCables, selectedNodes } from '../state'
import { paintedAt, placeOn } from './gestures/use-press'

/** A menu is about what lies under the pointer: it is selected, unless it belongs to the selection. */
export function selectForMenu(event: {
  readonly target: EventTarget
  readonly currentTarget: Element
  readonly clientX: number
  readonly clientY: number
}): void {
  const { target } = event
  if (!(target instanceof Element)) return
  const painted = target.classList.contains('react-flow__pane')
    ? paintedAt(placeOn(event.currentTarget, event))
    : undefined
  const node = painted?.kind === 'node' ? painted.id : idOf(target.closest('.react-flow__node'))
  const cable = painted?.kind === 'cable' ? painted.id : idOf(target.closest('.react-flow__edge'))
  if (node !== undefined) {
    if (!selectedNodes().includes(node)) select([node])
  } else if (cable !== undefined) {
    if (!selectedCables().includes(cable)) select([], [cable])
  } else clearSelection()
}

function idOf(element: Element | null): string | undefined {
  return element?.getAttribute('data-id') ?? undefined
}
