import { AUDIO_TRACK, notesOutput } from './clip-host'
import type { AudioClip, Clip } from './clips'
import type { ParamId } from './ids'
import type { NodeCatalog } from './node-spec'
import type { Node, Project } from './project'
import { beatAfter } from './clip-content'

/** The node whose notes come from the timeline and from nothing else. */
export const NOTE_TRACK = 'note-track/note-track'

/** The node that plays a sound from a time of its own on, and no clips. */
export const PLAYER = 'player/player'

/** A node as the timeline shows it: with what it plays, and with the lanes of its parameters. */
export interface Track {
  readonly node: Node
  readonly label: string
  /** What clips it takes beside those of automation. */
  readonly hosts: 'notes' | 'audio' | undefined
  /** In the order of their beginnings. */
  readonly clips: readonly Clip[]
  /** Parameters that have a curve of their own. */
  readonly lanes: readonly ParamId[]
  /** Whether it plays a sound by its parameters; see `playedClip`. */
  readonly plays: boolean
}

/** The nodes that the timeline shows: tracks, and whatever else has clips or automation, in the order of the document. */
export function tracksOf(
  { graph, clips }: Pick<Project, 'graph' | 'clips'>,
  catalog: NodeCatalog,
  shown: (node: string) => boolean = () => false,
): readonly Track[] {
  const byNode = clipsByNode(clips)
  return Object.values(graph.nodes).flatMap(node => {
    const own = byNode.get(node.id) ?? []
    const lanes = Object.keys(node.automation ?? {})
    const isTrack = node.type === NOTE_TRACK || node.type === AUDIO_TRACK
    const plays = node.type === PLAYER && (node.params['sound'] ?? '') !== ''
    if (!isTrack && !plays && own.length === 0 && lanes.length === 0 && !shown(node.id)) return []
    const definition = catalog.get(node.type)
    const notes = definition !== undefined && notesOutput(definition) !== undefined
    const hosts = node.type === AUDIO_TRACK ? 'audio' : notes ? 'notes' : undefined
    const label = node.label ?? definition?.label ?? node.type
    return [{ node, label, hosts, clips: own, lanes, plays }]
  })
}

const known = new WeakMap<Project['clips'], ReadonlyMap<string, readonly Clip[]>>()

function clipsByNode(clips: Project['clips']): ReadonlyMap<string, readonly Clip[]> {
  const before = known.get(clips)
  if (before !== undefined) return before
  const lists = new Map<string, Clip[]>()
  for (const clip of Object.values(clips)) {
    const list = lists.get(clip.node)
    if (list === undefined) lists.set(clip.node, [clip])
    else list.push(clip)
  }
  const sorted = new Map(
    [...lists].map(([node, list]) => [node, list.toSorted((a, b) => a.start - b.start)]),
  )
  known.set(clips, sorted)
  return sorted
}

/** Whether a clip can lie on a track. Automation belongs to one parameter of one node and stays there. */
export function takesClip(track: Pick<Track, 'hosts' | 'node'>, clip: Clip): boolean {
  return clip.kind === 'automation' ? clip.node === track.node.id : track.hosts === clip.kind
}

/** What a player plays, as the clip that it would be: shown on the timeline, and part of no document. */
export function playedClip(
  { assets, transport }: Pick<Project, 'assets' | 'transport'>,
  { id, type, params }: Node,
): AudioClip | undefined {
  const asset = assets[String(params['sound'] ?? '')]
  if (type !== PLAYER || asset === undefined) return undefined
  const begins = Number(params['start'] ?? 0)
  const repeats = params['loop'] === true
  const sounds = asset.frames / asset.sampleRate
  const lasts = repeats ? Math.max(sounds, transport.length - begins) : sounds
  const start = beatAfter({ transport }, 0, begins)
  const length = beatAfter({ transport }, start, lasts) - start
  const clip: AudioClip = {
    kind: 'audio',
    id: `~${id}`,
    node: id,
    asset: asset.sha256,
    start,
    length,
    offset: 0,
  }
  return repeats ? { ...clip, repeats } : clip
}
