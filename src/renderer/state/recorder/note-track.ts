import type { Edit, Project } from '#shared/graph'
import { newId } from '../../kit'

export const NOTE_TRACK = 'note-track/note-track'
const LIVE_INPUT = 'live-input/live-input'

/** The note inputs that heard what was played: the one that it was played to, or all of them. */
export function heardBy({ graph }: Project, playedTo: string | undefined): readonly string[] {
  if (playedTo !== undefined) return playedTo in graph.nodes ? [playedTo] : []
  return Object.values(graph.nodes)
    .filter(({ type }) => type === LIVE_INPUT)
    .map(({ id }) => id)
}

/** A new note track below the note inputs that were played, wired to what they play: its notes sound as they did. */
export function noteTrackEdits(
  { graph }: Project,
  id: string,
  played: readonly string[],
): readonly Edit[] {
  const [first] = played.flatMap(node => graph.nodes[node] ?? [])
  const lowest = Math.max(0, ...Object.values(graph.nodes).map(({ position }) => position.y))
  const position = { x: first?.position.x ?? 0, y: lowest + 160 }
  const group = first?.group
  const node = { id, type: NOTE_TRACK, position, params: {}, ...(group !== undefined && { group }) }
  const ends = new Map(
    Object.values(graph.cables)
      .filter(({ from, depth }) => played.includes(from.node) && depth === undefined)
      .filter(({ from }) => from.port === 'out')
      .map(({ to }) => [`${to.node} ${to.port}`, to] as const),
  )
  return [
    { kind: 'add-node', node },
    ...[...ends.values()].map((to): Edit => {
      return { kind: 'connect', cable: { id: newId(), from: { node: id, port: 'out' }, to } }
    }),
  ]
}
