import type { Point, PresetFile } from '#shared/graph'
import { applyPresetText, catalog, draggedPreset, graphNow, toastFailure } from '../state'
import type { DroppedOn } from './imports'
import { goesInto, insertPreset } from './insert-node'

/** What letting go of a preset out of the list would do. */
interface PresetDrop {
  readonly hint: string
  /** Whether it would do anything. */
  readonly fits: boolean
}

/** Said while it hovers. Of one that comes from another window nothing is known before the drop. */
export function presetDrop({ node, cable }: DroppedOn): PresetDrop {
  const preset = draggedPreset()
  if (preset === undefined) {
    return { hint: 'Drop to load the preset into its node, or to add one', fits: true }
  }
  const made = nameOf(preset.node)
  if (node !== undefined) {
    const { type = '', label } = graphNow().nodes[node] ?? {}
    return type === preset.node
      ? { hint: `Drop to load “${preset.name}” into ${label ?? made}`, fits: true }
      : { hint: `“${preset.name}” is a preset of ${made}, not of ${nameOf(type)}`, fits: false }
  }
  const where = cable === undefined ? '' : ' in this cable'
  return { hint: `Drop to add the node ${made}${where}, with “${preset.name}”`, fits: true }
}

/** Whether the node of the preset that hovers goes into a cable. */
export function presetGoesInto(cable: string): boolean {
  const definition = catalog().get(draggedPreset()?.node ?? '')
  return definition !== undefined && goesInto(definition, cable)
}

/** Puts the preset of a drag onto a node, or a node that stands as it says into a cable or on the canvas. */
export function dropPreset(text: string, at: Point, { node, cable }: DroppedOn): void {
  const put = node === undefined ? insertPreset(text, at, cable) : applyPresetText(node, text)
  if (!put.ok) toastFailure(put.error)
}

function nameOf(type: PresetFile['node']): string {
  return catalog().get(type)?.label ?? type
}
