/** What a node that is dragged out of the browser is called in the drag's data. */
export const DRAGGED_NODE = 'application/x-wireharp-node'
/** The number of a sound that is dragged out of the library. */
export const DRAGGED_SOUND = 'application/x-wireharp-sound'
