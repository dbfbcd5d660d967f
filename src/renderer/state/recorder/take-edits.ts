import type { RecordedSound } from '#shared/contract'
import { beatsAt, tempoMapOf, type Edit, type Project } from '#shared/graph'
import { newId } from '../../kit'
import type { Pass } from './take-placer'

export const AUDIO_TRACK = 'audio-track/audio-track'

/**
 * The edits that put a sound on an audio track, clip by clip: each pass of a loop is a take of its own, of which the last one
 * sounds and the others are muted. Where there is no such track, one is made and wired to the output.
 */
export function takeEdits(
  document: Project,
  { asset }: RecordedSound,
  track: string | undefined,
  passes: readonly Pass[],
): { readonly edits: readonly Edit[]; readonly track: string; readonly clips: readonly string[] } {
  const { graph, assets, transport } = document
  const map = tempoMapOf(transport)
  const present = track === undefined ? undefined : graph.nodes[track]
  const node = present?.type === AUDIO_TRACK ? present.id : `audio-track-${newId().slice(0, 6)}`
  const edits: Edit[] = []
  if (assets[asset.sha256] === undefined) edits.push({ kind: 'add-asset', asset })
  if (graph.nodes[node] === undefined) edits.push(...trackEdits(document, node))
  const [word = 'Take'] = asset.name.split('-')
  let number = lastTake(document, node, word) + 1
  const clips = passes.flatMap((pass, index): string[] => {
    const next = passes[index + 1]
    const to = next?.frame ?? asset.frames
    const played = (Math.min(to, asset.frames) - pass.frame) / asset.sampleRate
    // Back at its beginning or before it: the loop. A little back: sound ran out for a moment, and goes on.
    const after = next && (next.position - pass.position) / document.sampleRate
    const again = after !== undefined && after < played / 2
    const length = after === undefined || again ? played : Math.min(played, after)
    if (length <= 0) return []
    const time = pass.position / document.sampleRate
    const start = beatsAt(map, time)
    const id = newId()
    edits.push({
      kind: 'add-clip',
      clip: {
        kind: 'audio',
        ...{ id, start, node, asset: asset.sha256 },
        length: Math.max(1 / 64, beatsAt(map, time + length) - start),
        offset: pass.frame / asset.sampleRate,
        name: `${word} ${number}`,
        ...(again && { muted: true }),
      },
    })
    if (again) number++
    return [id]
  })
  return { edits, track: node, clips }
}

/** The highest number that a take on a track has. */
function lastTake({ clips }: Project, track: string, word: string): number {
  const numbers = Object.values(clips).flatMap(({ node, name }) => {
    const number = Number(name?.match(/^\S+ (\d+)$/)?.[1])
    return node === track && name?.startsWith(word) === true && number > 0 ? [number] : []
  })
  return Math.max(0, ...numbers)
}

/** Left of the output, below what is there. */
function trackEdits({ graph }: Project, id: string): Edit[] {
  const nodes = Object.values(graph.nodes)
  const output = nodes.find(({ type }) => type === 'output/output')
  const lowest = nodes.reduce((most, { position }) => Math.max(most, position.y), 0)
  const x = (output?.position.x ?? 600) - 320
  const position = { x, y: nodes.length === 1 ? (output?.position.y ?? 0) : lowest + 180 }
  const edits: Edit[] = [
    { kind: 'add-node', node: { id, type: AUDIO_TRACK, position, params: {} } },
  ]
  if (output === undefined) return edits
  const to = { node: output.id, port: 'in' }
  return [
    ...edits,
    { kind: 'connect', cable: { id: newId(), from: { node: id, port: 'out' }, to } },
  ]
}
