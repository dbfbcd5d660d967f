import { graphNow } from '../project'
import { selectedNodes } from '../selection'
import { armedTracks } from '../armed'

/** Nodes that notes are played to. */
const takesNotes = ['live-input/live-input', 'note-track/note-track']

/**
 * The node that what is played goes to: the armed note track; else the selected note input or track, or the one that
 * plays the selected instrument; else none, and all nodes that listen to everything hear it.
 */
export function liveTarget(): string | undefined {
  const { nodes, cables } = graphNow()
  const takes = (id: string) => takesNotes.includes(nodes[id]?.type ?? '')
  const armed = armedTracks().find(takes)
  if (armed !== undefined) return armed
  const chosen = selectedNodes()
  const own = chosen.find(takes)
  if (own !== undefined) return own
  const feeding = Object.values(cables).find(
    ({ from, to, depth }) => depth === undefined && chosen.includes(to.node) && takes(from.node),
  )
  return feeding?.from.node
}
