import { select } from '../state'

/** A node that is reached with Tab is selected, so that keys go to it and the inspector shows it. */
export function selectFocused(target: EventTarget): void {
  if (!(target instanceof Element) || !target.matches('.react-flow__node:focus-visible')) return
  const id = target.getAttribute('data-id')
  if (id !== null) select([id])
}
