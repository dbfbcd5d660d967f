import {
  barPosition,
  barStart,
  MAX_CLIP_NOTES,
  nextBarLine,
  secondsAt,
  tempoMapOf,
  type Edit,
  type NoteClip,
  type Project,
  type TransportSettings,
} from '#shared/graph'
import { ok, type Result } from '#shared/kit'
import type { MidiNote } from './channel-notes'
import { midiParts, type MidiPart } from './midi-parts'
import { midiTimeline } from './midi-timeline'
import type { MidiSong } from './read-midi'

/** The node that a part of a MIDI file becomes. */
const TRACK_TYPE = 'note-track/note-track'
const [COLUMN, ROW] = [360, 180]

export interface MidiEditsOptions {
  readonly newId: () => string
  /** Takes over tempo, signatures and markers; if left out, where the project has no clips yet. */
  readonly timeline?: boolean | undefined
}

export interface MidiEdits {
  readonly edits: Edit[]
  readonly nodes: readonly string[]
  readonly notes: number
  readonly timeline: boolean
}

/** What a song adds to a project: a node a part, left of what is there, with its clip, and the song’s timeline. */
export function midiEdits(
  project: Project,
  song: MidiSong,
  { newId, timeline = Object.keys(project.clips).length === 0 }: MidiEditsOptions,
): Result<MidiEdits> {
  const parts = midiParts(song)
  if (!parts.ok) return parts
  const own = midiTimeline(song)
  if (!own.ok) return own
  const transport = { ...project.transport, ...(timeline && own.value) }
  const edits: Edit[] = []
  const nodes: string[] = []
  const corner = leftOf(project)
  let [end, count] = [0, 0]
  for (const [row, { name, notes }] of parts.value.entries()) {
    const node = `n${newId()}`
    nodes.push(node)
    const position = { x: corner.x, y: corner.y + row * ROW }
    edits.push({
      kind: 'add-node',
      node: { id: node, type: TRACK_TYPE, position, label: name, params: {} },
    })
    for (const clip of clipsOf({ name, notes }, transport, () => `k${newId()}`)) {
      edits.push({ kind: 'add-clip', clip: { ...clip, node } })
      end = Math.max(end, clip.start + clip.length)
    }
    count += notes.length
  }
  const length = Math.min(1e6, Math.max(transport.length, secondsAt(tempoMapOf(transport), end)))
  const change = { ...(timeline && own.value), length }
  edits.unshift({ kind: 'set-transport', transport: change })
  return ok({ edits, nodes, notes: count, timeline })
}

/** From the bar line before the first note to that after the last; of more notes than a clip holds, several. */
function clipsOf(
  { name, notes }: MidiPart,
  transport: TransportSettings,
  newId: () => string,
): Omit<NoteClip, 'node'>[] {
  const clips: Omit<NoteClip, 'node'>[] = []
  for (let from = 0; from < notes.length; from += MAX_CLIP_NOTES) {
    const some = notes.slice(from, from + MAX_CLIP_NOTES)
    const start = barStart(transport, barPosition(transport, some[0]?.start ?? 0).bar)
    const last = some.reduce((end, note) => Math.max(end, note.start + note.length), 0)
    clips.push({
      id: newId(),
      kind: 'notes',
      start,
      length: nextBarLine(transport, last) - start,
      offset: 0,
      name,
      notes: Object.fromEntries(some.map((note, index) => numbered(note, index + 1, start))),
    })
  }
  return clips
}

function numbered(note: MidiNote, number: number, origin: number) {
  const id = `n${number}`
  return [id, { ...note, id, start: Math.max(0, note.start - origin) }] as const
}

function leftOf({ graph }: Project): { x: number; y: number } {
  const positions = Object.values(graph.nodes).map(({ position }) => position)
  const [first = { x: COLUMN, y: 0 }] = positions
  return positions.reduce(
    (corner, { x, y }) => ({ x: Math.min(corner.x, x - COLUMN), y: Math.min(corner.y, y) }),
    { x: first.x - COLUMN, y: first.y },
  )
}
