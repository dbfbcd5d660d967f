import { kernel, notes } from '../define-kernel'

/**
 * Notes from outside the graph: of the timeline, of a keyboard. The host writes the events of a block
 * into its output before the block is processed; the kernel itself does nothing.
 */
export const noteFeed = kernel('note-feed', {
  inputs: {},
  outputs: { out: notes() },
  params: {},
})
