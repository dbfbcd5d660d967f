import { choice, kernel, notes, plain } from '../define-kernel'

/**
 * Notes from outside the graph: of the timeline, of a keyboard. The host writes the events of a block
 * into its output before the block is processed; the kernel itself does nothing.
 *
 * `live` says which notes of a keyboard it takes: those that are played to its own node, or those too
 * that are played to no node in particular; `channel` of which MIDI channel, 1 to 16, 0 being any. The
 * host reads both, where they do not move.
 */
export const noteFeed = kernel('note-feed', {
  inputs: {},
  outputs: { out: notes() },
  params: { live: choice(['own', 'all']), channel: plain(0, 16, 0) },
})
