import { barPosition, barStart, nextBarLine } from './bars'
import { MAX_CLIP_NOTES, type ExpressionPoint, type Note } from './clips'
import type { Edit } from './edits'
import type { Project } from './project'
import type { Beats } from './time-base'

/** A note as it was played by hand, on the timeline. */
export interface RecordedNote {
  readonly start: Beats
  readonly length: Beats
  readonly key: number
  readonly velocity: number
  readonly release?: number
  readonly pitch?: readonly ExpressionPoint[]
  readonly pressure?: readonly ExpressionPoint[]
  readonly timbre?: readonly ExpressionPoint[]
}

/** A clip of what was played, from bar line to bar line; nothing where nothing was. */
export function recordedNotesEdits(
  { transport }: Pick<Project, 'transport'>,
  track: string,
  played: readonly RecordedNote[],
  newId: () => string,
): { readonly edits: Edit[]; readonly clip: string } | undefined {
  const notes = played.slice(0, MAX_CLIP_NOTES)
  if (notes.length === 0) return undefined
  const first = Math.min(...notes.map(note => note.start))
  const last = Math.max(...notes.map(note => note.start + note.length))
  const start = barStart(transport, barPosition(transport, first).bar)
  const end = Math.max(nextBarLine(transport, last - 1e-6), start + 1)
  const id = newId()
  const content = notes.map(note => [newId(), note] as const)
  return {
    clip: id,
    edits: [
      {
        kind: 'add-clip',
        clip: {
          ...{ kind: 'notes', id, node: track, start, length: end - start, offset: 0 },
          notes: Object.fromEntries(content.map(([key, note]) => [key, noteOf(key, note, start)])),
        },
      },
    ],
  }
}

function noteOf(id: string, note: RecordedNote, origin: Beats): Note {
  const { start, length, key, velocity, release, pitch, pressure, timbre } = note
  return {
    ...{ id, start: start - origin, length: Math.max(1 / 64, length), key, velocity },
    ...(release !== undefined && release > 0 && { release }),
    ...(pitch !== undefined && pitch.length > 0 && { pitch: [...pitch] }),
    ...(pressure !== undefined && pressure.length > 0 && { pressure: [...pressure] }),
    ...(timbre !== undefined && timbre.length > 0 && { timbre: [...timbre] }),
  }
}
