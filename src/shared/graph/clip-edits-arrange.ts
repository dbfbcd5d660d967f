import { clamp } from '../kit'
import {
  beatAfter,
  pointsFrom,
  pointsUntil,
  secondsBetween,
  soundLength,
  soundReach,
} from './clip-content'
import type { AudioClip, Clip, NoteClip } from './clips'
import type { Edit } from './edits'
import type { Project } from './project'
import type { Beats } from './time-base'

/** A clip is never trimmed below this. */
export const SHORTEST_CLIP: Beats = 1 / 32

type Ids = Iterable<string>

/**
 * Moves clips along the timeline by as many beats, and to the node that `onto` says where it takes them. None begins
 * before the timeline does: all of them move as far as the first can.
 */
export function moveClips(
  { clips }: Pick<Project, 'clips'>,
  ids: Ids,
  by: Beats,
  onto: (clip: Clip) => string | undefined = () => undefined,
): Edit[] {
  const moved = found(clips, ids)
  const way = Math.max(by, -Math.min(...moved.map(clip => clip.start)))
  const places = moved.flatMap(clip => {
    const node = onto(clip)
    const elsewhere = node !== undefined && node !== clip.node
    if (way === 0 && !elsewhere) return []
    return [[clip.id, { start: clip.start + way, ...(elsewhere && { node }) }] as const]
  })
  return places.length === 0 ? [] : [{ kind: 'move-clips', places: Object.fromEntries(places) }]
}

/** Moves one end of each clip by as many beats. What is cut off at the beginning can be drawn out again. */
export function trimClips(project: Project, ids: Ids, side: 'start' | 'end', by: Beats): Edit[] {
  return found(project.clips, ids).flatMap(clip =>
    side === 'end' ? trimEnd(project, clip, by) : trimStart(project, clip, by),
  )
}

function trimEnd(project: Project, clip: Clip, by: Beats): Edit[] {
  const most = clip.kind === 'audio' ? soundReach(project, clip).to : Number.POSITIVE_INFINITY
  const end = Math.min(clip.start + clip.length + by, Math.max(most, clip.start + SHORTEST_CLIP))
  const length = Math.max(SHORTEST_CLIP, end - clip.start)
  return length === clip.length ? [] : [{ kind: 'set-clip', clip: clip.id, change: { length } }]
}

function trimStart(project: Project, clip: Clip, by: Beats): Edit[] {
  const end = clip.start + clip.length
  const least = clip.kind === 'audio' ? soundReach(project, clip).from : 0
  const start = clamp(clip.start + by, least, Math.max(least, end - SHORTEST_CLIP))
  if (start === clip.start) return []
  const place = { start, length: end - start }
  const set = (change: object): Edit => ({
    kind: 'set-clip',
    clip: clip.id,
    change: { ...place, ...change },
  })
  switch (clip.kind) {
    case 'audio':
      return [set({ offset: soundOffset(project, clip, start) })]
    case 'automation':
      return [set({ points: pointsFrom(project, clip, start - clip.start) })]
    case 'notes':
      return trimNotes(clip, start - clip.start, set)
  }
}

/** A clip of notes that is drawn out past its beginning gets room before its notes. */
function trimNotes(clip: NoteClip, by: Beats, set: (change: object) => Edit): Edit[] {
  const offset = clip.offset + by
  const { loop } = clip
  if (loop !== undefined) return [set({ offset: ((offset % loop) + loop) % loop })]
  if (offset >= 0) return [set({ offset })]
  const notes = Object.values(clip.notes).map(note => ({ ...note, start: note.start - offset }))
  const shift: Edit[] =
    notes.length === 0 ? [] : [{ kind: 'set-notes', clip: clip.id, notes, remove: [] }]
  return [...shift, set({ offset: 0 })]
}

/** Where in its sound a clip begins when its beginning is moved to a beat. */
function soundOffset(project: Project, clip: AudioClip, start: Beats): number {
  const moved = secondsBetween(project, clip.start, start) * (clip.speed ?? 1)
  const length = soundLength(project, clip)
  const offset = clip.offset + moved
  if (clip.repeats === true && length > 0) return ((offset % length) + length) % length
  return Math.max(0, offset)
}

/**
 * Cuts the clips that lie over a beat in two, and says which the new ones are. Nothing is lost: both keep all the notes
 * or the whole sound. A note that sounds over the cut ends there.
 */
export function splitClips(
  project: Project,
  ids: Ids,
  beat: Beats,
  newId: () => string,
): { readonly edits: Edit[]; readonly clips: readonly string[] } {
  const made: string[] = []
  const edits = found(project.clips, ids).flatMap((clip): Edit[] => {
    const cut = beat - clip.start
    if (cut < SHORTEST_CLIP || clip.length - cut < SHORTEST_CLIP) return []
    const id = newId()
    made.push(id)
    const right = { ...rightOf(project, clip, cut), id, start: beat, length: clip.length - cut }
    return [...leftOf(project, clip, cut), { kind: 'add-clip', clip: right }]
  })
  return { edits, clips: made }
}

function leftOf(project: Project, clip: Clip, cut: Beats): Edit[] {
  const change =
    clip.kind === 'automation'
      ? { length: cut, points: pointsUntil(project, clip, cut) }
      : clip.kind === 'audio' && clip.fadeOut !== undefined
        ? { length: cut, fadeOut: { length: 0, bend: 0 } }
        : { length: cut }
  return [{ kind: 'set-clip', clip: clip.id, change }]
}

function rightOf(project: Project, clip: Clip, cut: Beats): Clip {
  switch (clip.kind) {
    case 'notes': {
      const offset = clip.offset + cut
      return { ...clip, offset: clip.loop === undefined ? offset : offset % clip.loop }
    }
    case 'automation':
      return { ...clip, points: pointsFrom(project, clip, cut) }
    case 'audio': {
      const { fadeIn: _begun, ...rest } = clip
      return { ...rest, offset: soundOffset(project, clip, clip.start + cut) }
    }
  }
}

/** Copies of clips right behind them, one after the other as they are. */
export function duplicateClips(
  { clips }: Pick<Project, 'clips'>,
  ids: Ids,
  newId: () => string,
): { readonly edits: Edit[]; readonly clips: readonly string[] } {
  const chosen = found(clips, ids)
  const from = Math.min(...chosen.map(clip => clip.start))
  const to = Math.max(...chosen.map(clip => clip.start + clip.length))
  const copies = chosen.map(clip => ({ ...clip, id: newId(), start: clip.start + to - from }))
  return {
    edits: copies.map(clip => ({ kind: 'add-clip', clip })),
    clips: copies.map(clip => clip.id),
  }
}

/**
 * Gives a clip another length with all that is in it: notes and points move apart, a sound plays slower or faster at its
 * pitch, between a quarter and four times its speed.
 */
export function stretchClip(project: Project, clip: Clip, length: Beats): Edit[] {
  const wanted = Math.max(SHORTEST_CLIP, length)
  if (wanted === clip.length) return []
  const ratio = wanted / clip.length
  switch (clip.kind) {
    case 'audio':
      return stretchSound(project, clip, wanted)
    case 'automation': {
      const points = clip.points.map(point => ({ ...point, beat: point.beat * ratio }))
      return [{ kind: 'set-clip', clip: clip.id, change: { length: wanted, points } }]
    }
    case 'notes': {
      const change = {
        length: wanted,
        offset: clip.offset * ratio,
        ...(clip.loop !== undefined && { loop: Math.max(1 / 16, clip.loop * ratio) }),
      }
      return [
        { kind: 'set-clip', clip: clip.id, change },
        ...(Object.keys(clip.notes).length > 0 ? [spread(clip, ratio)] : []),
      ]
    }
  }
}

function stretchSound(project: Project, clip: AudioClip, length: Beats): Edit[] {
  const { start, speed = 1 } = clip
  const now = secondsBetween(project, start, start + clip.length)
  const then = secondsBetween(project, start, start + length)
  const next = clamp((speed * now) / then, 0.25, 4)
  const end = beatAfter(project, start, (now * speed) / next)
  return [{ kind: 'set-clip', clip: clip.id, change: { length: end - start, speed: next } }]
}

function spread({ id, notes }: NoteClip, ratio: number): Edit {
  const points = (list: NoteClip['notes'][string]['pitch']) =>
    list?.map(point => ({ ...point, beat: point.beat * ratio }))
  return {
    kind: 'set-notes',
    clip: id,
    remove: [],
    notes: Object.values(notes).map(note => ({
      ...note,
      start: note.start * ratio,
      length: Math.max(1e-5, note.length * ratio),
      ...(note.pitch && { pitch: points(note.pitch) }),
      ...(note.pressure && { pressure: points(note.pressure) }),
      ...(note.timbre && { timbre: points(note.timbre) }),
    })),
  }
}

function found(clips: Project['clips'], ids: Ids): Clip[] {
  return [...ids].flatMap(id => clips[id] ?? [])
}
