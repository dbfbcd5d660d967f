import type { Beats, Edit, Note, NoteClip } from '#shared/graph'
import { formatBars, formatLength } from '../../kit'
import { projectNow } from '../../state'
import type { ReadoutLines } from '../../ui'
import { keyName } from './scales'

/** “C♯4 · 3.2.3.00”, and how long it sounds. */
export function noteWords(clip: NoteClip, note: Note): ReadoutLines {
  const { key, start, length } = note
  return [`${keyName(key)} · ${barWords(clip, start)}`, lengthWords(clip, start, length)]
}

/** The same of where it ends. */
export function endWords(clip: NoteClip, note: Note): ReadoutLines {
  const { key, start, length } = note
  return [`${keyName(key)} – ${barWords(clip, start + length)}`, lengthWords(clip, start, length)]
}

/** “Velocity 102”; of several the softest and the loudest. */
export function velocityWords(edits: readonly Edit[]): ReadoutLines {
  const levels = edits
    .flatMap(edit => (edit.kind === 'set-notes' ? edit.notes : []))
    .map(({ velocity }) => Math.round(velocity * 127))
  const [least, most] = [Math.min(...levels), Math.max(...levels)]
  if (levels.length === 0) return []
  return [least === most ? `Velocity ${least}` : `Velocity ${least} – ${most}`]
}

function barWords(clip: NoteClip, beat: Beats): string {
  return formatBars(projectNow().transport, onTimeline(clip, beat))
}

function lengthWords(clip: NoteClip, start: Beats, length: Beats): string {
  return formatLength(projectNow().transport, onTimeline(clip, start), length)
}

/** A beat of the clip's content where it is heard first. */
function onTimeline(clip: NoteClip, beat: Beats): Beats {
  return Math.max(0, beat + clip.start - clip.offset)
}
