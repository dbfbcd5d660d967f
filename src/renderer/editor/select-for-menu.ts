import { clearSelection, select, selectedCables, selectedNodes } from '../state'

/** A menu is about what lies under the pointer: it is selected, unless it belongs to the selection. */
export function selectForMenu(target: EventTarget): void {
  if (!(target instanceof Element)) return
  const node = target.closest('.react-flow__node')?.getAttribute('data-id') ?? undefined
  const cable = target.closest('.react-flow__edge')?.getAttribute('data-id') ?? undefined
  if (node !== undefined) {
    if (!selectedNodes().includes(node)) select([node])
  } else if (cable !== undefined) {
    if (!selectedCables().includes(cable)) select([], [cable])
  } else if (target.closest('.react-flow__nodesselection') === null) {
    clearSelection()
  }
}
