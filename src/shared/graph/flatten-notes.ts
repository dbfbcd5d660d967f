import { toFrames, type Frames, type Hertz } from '../kit'
import type { ExpressionPoint, Note, NoteClip } from './clips'
import type { NodeId } from './ids'
import type { Project } from './project'
import { secondsAt, tempoMapOf, type TempoMap } from './tempo-map'
import type { Beats } from './time-base'

/** As many notes as one node plays at most; what repeats beyond them is left out. */
export const MAX_FLAT_NOTES = 1_000_000

/** From this frame of the timeline on the value holds. */
export interface FlatExpression {
  readonly at: Frames
  readonly value: number
}

/** A note as the engine plays it: in frames of the timeline. */
export interface FlatNote {
  /** `<clip>/<note>`, with `#<pass>` where its clip repeats: the same from edit to edit. */
  readonly id: string
  readonly on: Frames
  /** At least a frame after `on`. */
  readonly off: Frames
  /** Semitones; 60 is middle C. */
  readonly key: number
  readonly velocity: number
  /** Velocity of letting go. */
  readonly release: number
  /** Semitones up from the key. */
  readonly pitch: readonly FlatExpression[]
  readonly pressure: readonly FlatExpression[]
  readonly timbre: readonly FlatExpression[]
}

/**
 * All notes that a node plays, in order of their beginnings, then keys, then ids. Overlapping clips sound
 * together. Notes that begin before a clip's offset or after its end are not played; those that reach beyond the
 * end of the clip, or of a pass of its loop, end there.
 */
export function flattenNotes(
  { clips, transport }: Pick<Project, 'clips' | 'transport'>,
  node: NodeId,
  sampleRate: Hertz,
): readonly FlatNote[] {
  const timing = { map: tempoMapOf(transport), sampleRate }
  const notes: FlatNote[] = []
  for (const id of Object.keys(clips).toSorted()) {
    const clip = clips[id]
    if (clip?.kind !== 'notes' || clip.node !== node || clip.muted === true) continue
    addClipNotes(notes, id, clip, timing)
  }
  return notes.toSorted(
    (a, b) => a.on - b.on || a.key - b.key || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  )
}

/** How often the content of a clip begins, or goes on, within it. */
export function passesOf({ offset, length, loop }: NoteClip): number {
  return loop === undefined ? 1 : Math.ceil(((offset % loop) + length) / loop)
}

interface Timing {
  readonly map: TempoMap
  readonly sampleRate: Hertz
}

function addClipNotes(list: FlatNote[], id: string, clip: NoteClip, timing: Timing): void {
  const { start, offset, length, loop } = clip
  const content = Object.entries(clip.notes)
  const span = loop ?? Number.POSITIVE_INFINITY
  const end = start + length
  const passes = passesOf(clip)
  for (let pass = 0; pass < passes; pass++) {
    // Where the content's first beat would lie on the timeline.
    const origin = loop === undefined ? start - offset : start - (offset % loop) + pass * loop
    const passEnd = Math.min(end, origin + span)
    const mark = loop === undefined ? '' : `#${pass}`
    for (const [note, value] of content) {
      const on = origin + value.start
      if (value.start >= span || on < start || on >= end) continue
      if (list.length >= MAX_FLAT_NOTES) return
      list.push(flatNote(`${id}/${note}${mark}`, value, on, passEnd, timing))
    }
  }
}

function flatNote(id: string, note: Note, on: Beats, limit: Beats, timing: Timing): FlatNote {
  const off = Math.min(on + note.length, limit)
  const [first, last] = [frameOf(timing, on), frameOf(timing, off)]
  const { key, velocity, release = 0, pitch, pressure, timbre } = note
  return {
    id,
    on: first,
    off: Math.max(first + 1, last),
    key,
    velocity,
    release,
    pitch: flatExpression(pitch, on, off, timing),
    pressure: flatExpression(pressure, on, off, timing),
    timbre: flatExpression(timbre, on, off, timing),
  }
}

const nothing: readonly FlatExpression[] = []

function flatExpression(
  points: readonly ExpressionPoint[] | undefined,
  on: Beats,
  off: Beats,
  timing: Timing,
): readonly FlatExpression[] {
  if (points === undefined || points.length === 0) return nothing
  return points
    .filter(({ beat }) => on + beat < off)
    .map(({ beat, value }) => ({ at: frameOf(timing, on + beat), value }))
}

function frameOf({ map, sampleRate }: Timing, beat: Beats): Frames {
  return toFrames(secondsAt(map, beat), sampleRate)
}
