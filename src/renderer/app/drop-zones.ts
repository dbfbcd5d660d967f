import type { DropTarget } from '../editor'
import { graphNow, selectedNodes, soundParam } from '../state'

/** A part of the window where files can be dropped, beside the canvas and the timeline. */
export interface DropZone {
  readonly kind: 'inspector' | 'library' | 'browser' | 'window'
  readonly target: DropTarget
  /** What they go into. */
  readonly node?: string
  /** Where it stands on the screen; the whole window without. */
  readonly box: DOMRect | undefined
}

const zones = [
  ['inspector', '[data-testid="inspector"]'],
  ['library', '[data-area="library"]'],
  ['browser', '[data-area="browser"]'],
] as const

export function zoneAt(place: EventTarget | null): DropZone {
  const element = place instanceof Element ? place : undefined
  for (const [kind, selector] of zones) {
    const panel = element?.closest(selector)
    if (!panel) continue
    const box = panel.getBoundingClientRect()
    const node = kind === 'inspector' ? shownNode() : undefined
    if (node === undefined) return { kind, target: 'window', box }
    return { kind, target: soundParam(node) === undefined ? 'node' : 'player', node, box }
  }
  return { kind: 'window', target: 'window', box: undefined }
}

/** The node that the inspector shows. */
function shownNode(): string | undefined {
  const [node, ...others] = selectedNodes()
  return node !== undefined && others.length === 0 && node in graphNow().nodes ? node : undefined
}
