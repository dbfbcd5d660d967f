import { err, fail, ok, type Result } from '../kit'
import { MAX_CLIP_NOTES, type AudioClip, type Clip, type ClipPatch, type Note } from './clips'
import { clipHostProblem } from './clip-host'
import type { EditOf } from './edits'
import type { NodeCatalog } from './node-spec'
import { paramProblem } from './params'
import type { Project } from './project'

export function addClip(
  project: Project,
  { clip }: EditOf<'add-clip'>,
  catalog: NodeCatalog,
): Result<void> {
  if (clip.id in project.clips) {
    return err(fail('edit-invalid', `There is a clip “${clip.id}” already.`))
  }
  const problem =
    clipHostProblem(project.graph, catalog, clip) ?? valueProblem(project, catalog, clip)
  if (problem !== undefined) return err(problem)
  project.clips[clip.id] = structuredClone(clip)
  return ok()
}

export function removeClips({ clips }: Project, edit: EditOf<'remove-clips'>): Result<void> {
  for (const id of new Set(edit.clips)) {
    if (!(id in clips)) return unknown(id)
    delete clips[id]
  }
  return ok()
}

export function moveClips(
  { graph, clips }: Project,
  { places }: EditOf<'move-clips'>,
  catalog: NodeCatalog,
): Result<void> {
  for (const [id, { start, node }] of Object.entries(places)) {
    const clip = clips[id]
    if (clip === undefined) return unknown(id)
    clip.start = start
    if (node === undefined || node === clip.node) continue
    const problem = clipHostProblem(graph, catalog, { ...clip, node })
    if (problem !== undefined) return err(problem)
    clip.node = node
  }
  return ok()
}

export function setClip(
  project: Project,
  { clip: id, change }: EditOf<'set-clip'>,
  catalog: NodeCatalog,
): Result<void> {
  const clip = project.clips[id]
  if (clip === undefined) return unknown(id)
  const { start, length, name, colour, muted } = change
  if (start !== undefined) clip.start = start
  if (length !== undefined) clip.length = length
  if (name === '') delete clip.name
  else if (name !== undefined) clip.name = name
  if (colour === '') delete clip.colour
  else if (colour !== undefined) clip.colour = colour
  if (muted === true) clip.muted = true
  else if (muted === false) delete clip.muted
  return setContent(project, clip, change, catalog)
}

const audioKeys = ['gain', 'fadeIn', 'fadeOut', 'repeats', 'speed', 'pitch'] as const

function setContent(
  project: Project,
  clip: Clip,
  change: EditOf<'set-clip'>['change'],
  catalog: NodeCatalog,
): Result<void> {
  if (clip.kind === 'audio') return setAudio(clip, change)
  if (audioKeys.some(key => change[key] !== undefined)) {
    return err(fail('edit-invalid', 'Only a clip of sound has a gain, fades, a speed and a pitch.'))
  }
  const { offset, loop, points } = change
  if (clip.kind === 'automation') {
    if (offset !== undefined || loop !== undefined) {
      return err(fail('edit-invalid', 'A clip of automation has no offset and no loop.'))
    }
    if (points === undefined) return ok()
    const problem = valueProblem(project, catalog, { ...clip, points })
    if (problem !== undefined) return err(problem)
    clip.points = points.map(point => ({ ...point }))
    return ok()
  }
  if (points !== undefined) return err(fail('edit-invalid', 'A clip of notes has no points.'))
  if (offset !== undefined) clip.offset = offset
  if (loop === 0) delete clip.loop
  else if (loop !== undefined) clip.loop = loop
  return ok()
}

/** What is as without it is left out of the document. */
function setAudio(clip: AudioClip, change: ClipPatch): Result<void> {
  if (change.loop !== undefined || change.points !== undefined) {
    return err(fail('edit-invalid', 'A clip of sound has no points, and repeats instead of loops.'))
  }
  const { offset, gain, fadeIn, fadeOut, repeats, speed, pitch } = change
  if (offset !== undefined) clip.offset = offset
  if (gain === 0) delete clip.gain
  else if (gain !== undefined) clip.gain = gain
  if (fadeIn?.length === 0) delete clip.fadeIn
  else if (fadeIn !== undefined) clip.fadeIn = { ...fadeIn }
  if (fadeOut?.length === 0) delete clip.fadeOut
  else if (fadeOut !== undefined) clip.fadeOut = { ...fadeOut }
  if (repeats === false) delete clip.repeats
  else if (repeats !== undefined) clip.repeats = repeats
  if (speed === 1) delete clip.speed
  else if (speed !== undefined) clip.speed = speed
  if (pitch === 0) delete clip.pitch
  else if (pitch !== undefined) clip.pitch = pitch
  return ok()
}

export function setNotes({ clips }: Project, edit: EditOf<'set-notes'>): Result<void> {
  const clip = clips[edit.clip]
  if (clip === undefined) return unknown(edit.clip)
  if (clip.kind !== 'notes') return err(fail('edit-invalid', 'The clip holds no notes.'))
  const { notes } = clip
  for (const id of new Set(edit.remove)) {
    if (!(id in notes)) return err(fail('edit-invalid', `There is no note “${id}” in the clip.`))
    delete notes[id]
  }
  for (const note of edit.notes) notes[note.id] = copied(note)
  return Object.keys(notes).length <= MAX_CLIP_NOTES
    ? ok()
    : err(fail('edit-invalid', `A clip holds at most ${MAX_CLIP_NOTES} notes.`))
}

function copied(note: Note): Note {
  const { pitch, pressure, timbre } = note
  return pitch === undefined && pressure === undefined && timbre === undefined
    ? { ...note }
    : structuredClone(note)
}

function valueProblem({ graph, assets }: Project, catalog: NodeCatalog, clip: Clip) {
  if (clip.kind === 'audio' && !Object.hasOwn(assets, clip.asset)) {
    return fail('edit-invalid', 'The sound is not part of the project.')
  }
  if (clip.kind !== 'automation') return undefined
  const spec = catalog.get(graph.nodes[clip.node]?.type ?? '')?.params[clip.param]
  if (spec?.kind !== 'number') return undefined
  const wrong = clip.points.find(({ value }) => paramProblem(spec, value) !== undefined)
  return wrong && fail('parameter-out-of-range', paramProblem(spec, wrong.value) ?? '')
}

function unknown(id: string): Result<never> {
  return err(fail('clip-unknown', `There is no clip “${id}”.`))
}
