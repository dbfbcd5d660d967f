import { create } from 'zustand'
import {
  AUDIO_TRACK,
  beatAfter,
  recordedNotesEdits,
  SHORTEST_CLIP,
  type Asset,
  type Beats,
  type Clip,
  type Edit,
  type Grid,
  type Node,
  type Point,
  type RecordedNote,
} from '#shared/graph'
import { newId } from '../kit'
import { addNode } from './add-node'
import { canvasView } from './canvas'
import { scopeIn } from './open-group'
import { dispatch, graphNow, projectNow } from './project'

/** What a drag on a lane does: move points, or draw them. */
export type TimelineTool = 'pointer' | 'pencil'

interface TimelineState {
  /** Clips that are selected. */
  readonly clips: ReadonlySet<string>
  /** The clip whose notes are shown in the piano roll. */
  readonly opened: string | undefined
  /** `auto`: as fine as the zoom has room for. */
  readonly grid: Grid | 'auto'
  /** The view goes with the playhead. */
  readonly follow: boolean
  readonly tool: TimelineTool
  /** Parameters by node whose lanes are shown; what has a curve is shown where its node is here. */
  readonly lanes: Readonly<Record<string, readonly string[]>>
  /** Lanes that the turning of knobs is written to, by `laneKey`. */
  readonly writing: ReadonlySet<string>
}

const nothing: ReadonlySet<string> = new Set()

/** The timeline as it is looked at: no part of the document. */
export const useTimeline = create<TimelineState>(() => ({
  clips: nothing,
  opened: undefined,
  grid: 'auto',
  follow: true,
  tool: 'pointer',
  lanes: {},
  writing: nothing,
}))

export function setTimeline(change: Partial<TimelineState>): void {
  useTimeline.setState(change)
}

export function selectClips(clips: Iterable<string>): void {
  useTimeline.setState({ clips: new Set(clips) })
}

export function openClip(opened: string | undefined): void {
  useTimeline.setState({ opened })
}

export function laneKey(node: string, param: string): string {
  return `${node}/${param}`
}

/** Shows the lane of a parameter under its node. */
export function showLane(node: string, param: string): void {
  const { lanes } = useTimeline.getState()
  const shown = lanes[node] ?? []
  if (!shown.includes(param)) {
    useTimeline.setState({ lanes: { ...lanes, [node]: [...shown, param] } })
  }
}

/** Puts what was played by hand on a track, as a clip from bar line to bar line; the clip's id. */
export function insertRecordedNotes(
  track: string,
  notes: readonly RecordedNote[],
): string | undefined {
  const made = recordedNotesEdits(projectNow(), track, notes, newId)
  const count = notes.length === 1 ? '1 note' : `${notes.length} notes`
  if (made === undefined || !dispatch(`Record ${count}`, made.edits)) return undefined
  useTimeline.setState({ clips: new Set([made.clip]), opened: made.clip })
  return made.clip
}

/** Where a sound was put. */
export interface PlacedSound {
  readonly clip: string
  readonly track: string
  readonly end: Beats
}

/** Puts a whole sound on an audio track, or on a new one that is heard, as a clip from a beat on. */
export function insertSound(
  asset: Asset,
  start: Beats,
  onto: string | undefined,
): PlacedSound | undefined {
  const end = beatAfter(projectNow(), start, asset.frames / asset.sampleRate)
  const id = newId()
  const edits = (node: string): Edit[] => {
    const place = { start, length: Math.max(SHORTEST_CLIP, end - start), offset: 0 }
    const clip: Clip = { kind: 'audio', id, node, asset: asset.sha256, ...place }
    return [
      { kind: 'add-asset', asset },
      { kind: 'add-clip', clip },
      ...(onto === undefined ? toOutput(node) : []),
    ]
  }
  const track =
    onto === undefined
      ? addNode(AUDIO_TRACK, { at: placeForTrack(), after: edits })
      : dispatch(`Add ${asset.name}`, edits(onto))
        ? onto
        : undefined
  if (track === undefined) return undefined
  selectClips([id])
  return { clip: id, track, end }
}

/** Wires a new track to the output. */
function toOutput(node: string): Edit[] {
  const output = shownOutput()
  if (output === undefined) return []
  const to = { node: output.id, port: 'in' }
  return [{ kind: 'connect', cable: { id: newId(), from: { node, port: 'out' }, to } }]
}

/** Left of the output, where a cable to it has a short way. */
function placeForTrack(): Point | undefined {
  const output = shownOutput()
  if (output === undefined) return undefined
  const { x, y } = output.position
  return canvasView().freePlace(AUDIO_TRACK, { x: x - 320, y })
}

/** Inside of a group there is none. */
function shownOutput(): Node | undefined {
  const graph = graphNow()
  if (scopeIn(graph) !== undefined) return undefined
  return Object.values(graph.nodes).find(
    ({ type, group }) => type === 'output/output' && group === undefined,
  )
}
