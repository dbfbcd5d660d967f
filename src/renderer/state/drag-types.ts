import type { PresetFile } from '#shared/graph'

/** What a node that is dragged out of the browser is called in the drag's data. */
export const DRAGGED_NODE = 'application/x-wireharp-node'
/** The number of a sound that is dragged out of the library. */
export const DRAGGED_SOUND = 'application/x-wireharp-sound'
/** A preset that is dragged out of its list, as the text of a preset file. */
export const DRAGGED_PRESET = 'application/x-wireharp-preset'

let preset: Pick<PresetFile, 'node' | 'name'> | undefined
let dragged: string | undefined

/** The type of the node that is dragged: of a drag's data a browser shows nothing before the drop. */
export function draggedNode(): string | undefined {
  return dragged
}

export function dragNode(type: string | undefined): void {
  dragged = type
}

/** The preset that is dragged, if the drag began in this window. */
export function draggedPreset(): typeof preset {
  return preset
}

export function dragPreset(held: typeof preset): void {
  preset = held
}
