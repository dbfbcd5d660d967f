import { fail, type Failure } from '../kit'
import type { Clip } from './clips'
import type { NodeCatalog, NodeDefinition } from './node-spec'
import type { Graph } from './project'

/** The one type of node whose clips are sounds. */
export const AUDIO_TRACK = 'audio-track/audio-track'

/** The output that the notes of a node's clips leave by. */
export function notesOutput({ outputs }: NodeDefinition): string | undefined {
  return Object.keys(outputs).find(port => outputs[port]?.kind === 'notes')
}

/** Why a clip cannot play on its node: it is not there, sends no notes, or has no such parameter. */
export function clipHostProblem(
  graph: Graph,
  catalog: NodeCatalog,
  clip: Clip,
): Failure | undefined {
  const node = graph.nodes[clip.node]
  if (node === undefined) return fail('node-unknown', `There is no node “${clip.node}”.`)
  const definition = catalog.get(node.type)
  if (definition === undefined) {
    return fail('node-type-unknown', `No plugin brings “${node.type}”.`)
  }
  if (clip.kind === 'notes') {
    if (notesOutput(definition) !== undefined) return undefined
    return fail('clip-refused', `${definition.label} sends no notes.`)
  }
  if (clip.kind === 'audio') {
    if (node.type === AUDIO_TRACK) return undefined
    return fail('clip-refused', `${definition.label} is no audio track.`)
  }
  if (definition.params[clip.param]?.kind === 'number') return undefined
  return fail('parameter-unknown', `“${clip.param}” is no parameter that can be automated.`)
}
