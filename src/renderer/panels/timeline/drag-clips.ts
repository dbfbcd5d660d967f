import {
  duplicateClips,
  moveClips,
  stretchClip,
  takesClip,
  trimClips,
  type Clip,
  type Edit,
} from '#shared/graph'
import { clamp } from '#shared/kit'
import { newId } from '../../kit'
import { projectNow, selectClips, useTimeline } from '../../state'
import { snapped, type Gesture, type Pointer } from './gesture'
import type { Hit } from './hit'
import { commitPreview, drawnProject, dropPreview, preview } from './preview'
import { endWords, fadeWords, lengthWords, placeWords, startWords } from './readouts'
import { rowAt, rowsOf, type Row } from './rows'
import { clipSeconds } from './sound-shape'
import { useView } from './view'

type ClipHit = Extract<Hit, { kind: 'clip' }>

/** What a drag on a clip does, by the part that is held. */
export function dragClip(hit: ClipHit, from: Pointer): Gesture {
  switch (hit.part) {
    case 'body':
      return dragBody(hit, from)
    case 'start':
    case 'end':
      return from.shift && hit.part === 'end' ? dragStretch(hit, from) : dragEdge(hit, from)
    case 'fadeIn':
    case 'fadeOut':
      return dragFade(hit, from)
  }
}

function chosen(): readonly string[] {
  return [...useTimeline.getState().clips]
}

export function countOf(clips: readonly string[]): string {
  return clips.length === 1 ? 'clip' : `${clips.length} clips`
}

function way(from: Pointer, to: Pointer): number {
  return (to.x - from.x) / useView.getState().zoom
}

function dragBody({ clip, row }: ClipHit, from: Pointer): Gesture {
  const copies = from.mod
  const ids = chosen()
  let start = clip.start
  return {
    move(to) {
      start = snapped(clip.start + way(from, to), to.free)
      const onto = shiftBetween(row, to.y)
      preview(
        copies
          ? copyEdits(ids, start - clip.start, onto)
          : moveClips(projectNow(), ids, start - clip.start, onto),
      )
    },
    says: () => (copies ? [placeWords(start), lengthWords(clip)] : startWords(shownClip(clip))),
    end: moved => {
      if (moved) commitPreview(`${copies ? 'Copy' : 'Move'} ${countOf(ids)}`)
      else dropPreview()
    },
    cancel: dropPreview,
  }
}

function copyEdits(
  ids: readonly string[],
  by: number,
  onto: (clip: Clip) => string | undefined,
): Edit[] {
  const project = projectNow()
  return duplicateClips(project, ids, newId).edits.flatMap((edit, index): Edit[] => {
    const original = project.clips[ids[index] ?? '']
    if (edit.kind !== 'add-clip' || original === undefined) return []
    const node = onto(original) ?? original.node
    return [{ ...edit, clip: { ...edit.clip, node, start: Math.max(0, original.start + by) } }]
  })
}

/** To which track each clip goes when the pointer is over another one: as many tracks up or down as it. */
function shiftBetween(from: Row, y: number): (clip: Clip) => string | undefined {
  const rows = rowsOf(projectNow())
  const tracks = rows.flatMap(row => (row.kind === 'track' ? [row.track] : []))
  const over = rowAt(rows, y + useView.getState().top)
  const indexOf = (node: string) => tracks.findIndex(track => track.node.id === node)
  const shift = over === undefined ? 0 : indexOf(over.track.node.id) - indexOf(from.track.node.id)
  return clip => {
    const target = tracks[indexOf(clip.node) + shift]
    return target !== undefined && takesClip(target, clip) ? target.node.id : undefined
  }
}

function dragEdge({ clip, part }: ClipHit, from: Pointer): Gesture {
  const ids = chosen()
  const side = part === 'start' ? 'start' : 'end'
  const edge = side === 'start' ? clip.start : clip.start + clip.length
  return {
    move(to) {
      preview(trimClips(projectNow(), ids, side, snapped(edge + way(from, to), to.free) - edge))
    },
    says: () => (side === 'start' ? startWords : endWords)(shownClip(clip)),
    end: () => commitPreview(`Trim ${countOf(ids)}`),
    cancel: dropPreview,
  }
}

function dragStretch({ clip }: ClipHit, from: Pointer): Gesture {
  return {
    move(to) {
      const end = snapped(clip.start + clip.length + way(from, to), to.free)
      preview(stretchClip(projectNow(), clip, end - clip.start))
    },
    says() {
      const now = shownClip(clip)
      return [...endWords(now), `${Math.round((100 * now.length) / clip.length)} %`]
    },
    end: () => commitPreview('Stretch clip'),
    cancel: dropPreview,
  }
}

/** Along the clip the length of the fade, up and down how it bends. */
function dragFade({ clip, part }: ClipHit, from: Pointer): Gesture {
  const side = part === 'fadeIn' ? 'fadeIn' : 'fadeOut'
  const before = clip.kind === 'audio' ? clip[side] : undefined
  return {
    move(to) {
      if (clip.kind !== 'audio') return
      const { length } = clipSeconds(projectNow(), clip)
      const perSecond = (clip.length * useView.getState().zoom) / length
      const moved = ((to.x - from.x) / perSecond) * (side === 'fadeIn' ? 1 : -1)
      const other = clip[side === 'fadeIn' ? 'fadeOut' : 'fadeIn']?.length ?? 0
      const fade = {
        length: clamp((before?.length ?? 0) + moved, 0, Math.max(0, length - other)),
        bend: clamp((before?.bend ?? 0) + (from.y - to.y) / 60, -1, 1),
      }
      preview([{ kind: 'set-clip', clip: clip.id, change: { [side]: fade } }])
    },
    says() {
      const now = shownClip(clip)
      return now.kind === 'audio' ? fadeWords(side, now[side]) : []
    },
    end: () => commitPreview(side === 'fadeIn' ? 'Fade in' : 'Fade out'),
    cancel: dropPreview,
  }
}

/** A clip as it is drawn. */
function shownClip(clip: Clip): Clip {
  return drawnProject().clips[clip.id] ?? clip
}

/** Selects what is pressed: alone, or beside the others. */
export function pressClip(clip: string, beside: boolean): void {
  const { clips } = useTimeline.getState()
  if (clips.has(clip)) {
    if (!beside) return
    selectClips([...clips].filter(other => other !== clip))
  } else selectClips(beside ? [...clips, clip] : [clip])
}
