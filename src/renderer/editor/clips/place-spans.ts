import { AUDIO_TRACK, beatsAt, clipInto, tempoMapOf, type Edit, type Span } from '#shared/graph'
import { newId } from '../../kit'
import { catalog, dispatch, graphNow, idFor, projectNow, select } from '../../state'

/** More clips than that are no help to anybody. */
const MOST = 1000
/** How far below its node the track stands, in canvas pixels. */
const BELOW = 200

interface FoundSpans {
  readonly sound: string
  readonly spans: readonly Span[]
}

/** The stretches that a node has found, and the sound in which it has. */
export function spansOf(id: string | undefined): FoundSpans | undefined {
  const node = id === undefined ? undefined : graphNow().nodes[id]
  const spans = node?.result?.spans ?? []
  if (node === undefined || spans.length === 0) return undefined
  const inputs = catalog().get(node.type)?.inputs ?? {}
  const port = Object.keys(inputs).find(name => inputs[name]?.kind === 'clip')
  const sound = port && clipInto(graphNow(), catalog(), { node: node.id, port })
  return sound === undefined || sound === '' ? undefined : { sound, spans }
}

/** A track with a clip for each stretch, where it is in the sound. */
export function placeSpans(id: string | undefined): void {
  const found = spansOf(id)
  const node = id === undefined ? undefined : graphNow().nodes[id]
  if (found === undefined || node === undefined) return
  const { sound, spans } = found
  const map = tempoMapOf(projectNow().transport)
  const track = idFor(AUDIO_TRACK)
  const { x, y } = node.position
  const edits: Edit[] = [
    {
      kind: 'add-node',
      node: {
        ...{
          id: track,
          type: AUDIO_TRACK,
          position: { x, y: y + BELOW },
          label: 'Voice',
          params: {},
        },
        ...(node.group !== undefined && { group: node.group }),
      },
    },
    ...spans.slice(0, MOST).map(({ from, to }): Edit => {
      const start = beatsAt(map, from)
      const length = beatsAt(map, to) - start
      return {
        kind: 'add-clip',
        clip: {
          kind: 'audio',
          id: newId(),
          node: track,
          start,
          length,
          asset: sound,
          offset: from,
        },
      }
    }),
  ]
  if (dispatch(`Put ${spans.length} stretches on a track`, edits)) select([track])
}
