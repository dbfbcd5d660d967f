import {
  AUDIO_TRACK,
  barPosition,
  barStart,
  clipsToText,
  duplicateClips,
  gridStep,
  moveClips,
  NOTE_TRACK,
  pasteClips,
  splitClips,
  takesClip,
  trimClips,
  type Beats,
  type Clip,
  type ClipPatch,
  type Edit,
} from '#shared/graph'
import { newId } from '../../kit'
import {
  addNode,
  catalog,
  dispatch,
  openClip,
  playheadNow,
  projectNow,
  selectClips,
  setPrefs,
  toast,
  toastFailure,
  useTimeline,
} from '../../state'
import { countOf } from './drag-clips'
import { rowsOf } from './rows'
import { beatOfTime, gridNow, reveal } from './view'

/** Selected clips that are still there. */
export function selectedClips(): readonly string[] {
  const { clips } = projectNow()
  return [...useTimeline.getState().clips].filter(id => id in clips)
}

export function playheadBeat(): Beats {
  return beatOfTime(playheadNow())
}

/** Cuts the selected clips, or where none is selected all of them, at a beat. */
export function splitAt(beat: Beats): void {
  const project = projectNow()
  const ids = selectedClips()
  const { edits, clips } = splitClips(
    project,
    ids.length > 0 ? ids : Object.keys(project.clips),
    beat,
    newId,
  )
  if (edits.length === 0) {
    return toast({ tone: 'info', text: 'No clip lies there: move the playhead over one.' })
  }
  if (dispatch(`Split ${countOf(clips)}`, edits)) selectClips(clips)
}

export function duplicateSelected(): void {
  const ids = selectedClips()
  const { edits, clips } = duplicateClips(projectNow(), ids, newId)
  if (dispatch(`Duplicate ${countOf(ids)}`, edits)) selectClips(clips)
}

export function deleteSelected(): void {
  const ids = selectedClips()
  if (dispatch(`Delete ${countOf(ids)}`, [{ kind: 'remove-clips', clips: [...ids] }])) {
    selectClips([])
  }
}

/** Along the grid, or by a 64th of a beat. */
export function nudgeSelected(way: number, fine = false): void {
  const ids = selectedClips()
  const project = projectNow()
  const first = Math.min(...ids.map(id => project.clips[id]?.start ?? 0))
  const step = fine ? 1 / 64 : gridStep(project.transport, first, gridNow())
  dispatch(`Move ${countOf(ids)}`, moveClips(project, ids, way * step))
  revealClips(ids)
}

/** To the next track that takes them. */
export function shiftSelected(way: 1 | -1): void {
  const project = projectNow()
  const tracks = rowsOf(project).flatMap(row => (row.kind === 'track' ? [row.track] : []))
  const ids = selectedClips()
  const edits = moveClips(project, ids, 0, clip => {
    const from = tracks.findIndex(track => track.node.id === clip.node)
    const rest = way > 0 ? tracks.slice(from + 1) : tracks.slice(0, Math.max(0, from)).toReversed()
    return rest.find(track => takesClip(track, clip))?.node.id
  })
  dispatch(`Move ${countOf(ids)}`, edits)
}

export function trimSelected(side: 'start' | 'end', way: number): void {
  const ids = selectedClips()
  const project = projectNow()
  const first = Math.min(...ids.map(id => project.clips[id]?.start ?? 0))
  const step = gridStep(project.transport, first, gridNow())
  dispatch(`Trim ${countOf(ids)}`, trimClips(project, ids, side, way * step))
}

export function changeClips(ids: readonly string[], label: string, change: ClipPatch): void {
  dispatch(
    label,
    ids.map((clip): Edit => ({ kind: 'set-clip', clip, change })),
  )
}

export function toggleMuted(): void {
  const ids = selectedClips()
  const { clips } = projectNow()
  const muted = !ids.every(id => clips[id]?.muted === true)
  changeClips(ids, `${muted ? 'Mute' : 'Unmute'} ${countOf(ids)}`, { muted })
}

/** Notes repeat as long as they are now; a sound from its beginning. */
export function toggleLooped(): void {
  const ids = selectedClips()
  const clips = ids.flatMap(id => projectNow().clips[id] ?? [])
  const on = !clips.every(isLooped)
  const edits = clips.flatMap((clip): Edit[] => {
    if (clip.kind === 'automation') return []
    const change =
      clip.kind === 'audio'
        ? { repeats: on }
        : { loop: on ? Math.max(1 / 16, Math.min(clip.length, 2e7)) : (0 as const) }
    return [{ kind: 'set-clip', clip: clip.id, change }]
  })
  dispatch(on ? `Loop ${countOf(ids)}` : `Loop off`, edits)
}

export function isLooped(clip: Clip): boolean {
  if (clip.kind === 'audio') return clip.repeats === true
  return clip.kind === 'notes' && clip.loop !== undefined
}

/** What was copied last: the system's clipboard may not be read everywhere. */
let copied = ''

export async function copySelected(): Promise<void> {
  const text = clipsToText(projectNow(), selectedClips())
  if (text === undefined) return
  copied = text
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    // It can still be pasted here.
  }
}

export async function cutSelected(): Promise<void> {
  await copySelected()
  deleteSelected()
}

/** At the playhead; on the track of the first selected clip where a clip's own is not there. */
export function pasteAtPlayhead(): void {
  const project = projectNow()
  const [first] = selectedClips()
  const onto = first === undefined ? undefined : project.clips[first]?.node
  const pasted = pasteClips(
    copied,
    { project, catalog: catalog() },
    { at: playheadBeat(), onto, newId },
  )
  if (!pasted.ok) return toastFailure(pasted.error)
  const { edits, clips } = pasted.value
  if (dispatch(`Paste ${countOf(clips)}`, edits)) selectClips(clips)
}

/** A clip of notes of a bar, to be written into. */
export function addNoteClip(node: string, beat: Beats): void {
  const { transport } = projectNow()
  const { bar } = barPosition(transport, beat + 1e-6)
  const start = barStart(transport, bar)
  const length = barStart(transport, bar + 1) - start
  const clip: Clip = { kind: 'notes', id: newId(), node, start, length, offset: 0, notes: {} }
  if (!dispatch('Add clip', [{ kind: 'add-clip', clip }])) return
  selectClips([clip.id])
  openClip(clip.id)
}

/** Shows the notes of a clip in the piano roll. */
export function editNotes(clip: string): void {
  openClip(clip)
  setPrefs({ dock: true, dockTab: 'notes' })
}

export function addTrack(kind: 'notes' | 'audio'): string | undefined {
  return addNode(kind === 'notes' ? NOTE_TRACK : AUDIO_TRACK)
}

export function revealClips(ids: readonly string[]): void {
  const clips = ids.flatMap(id => projectNow().clips[id] ?? [])
  if (clips.length === 0) return
  reveal(
    Math.min(...clips.map(clip => clip.start)),
    Math.max(...clips.map(clip => clip.start + clip.length)),
  )
}
