import type { Seconds } from '../kit'
import { automationAt, type AutomationPoint } from './automation'
import type { AudioClip, AutomationClip, ClipPoint } from './clips'
import type { Project } from './project'
import { beatsAt, secondsAt, tempoMapOf } from './tempo-map'
import type { Beats } from './time-base'

type Timed = Pick<Project, 'transport'>

/** Seconds of the sound that a clip has, as it was recorded. */
export function soundLength({ assets }: Pick<Project, 'assets'>, { asset }: AudioClip): Seconds {
  const found = assets[asset]
  return found === undefined ? 0 : found.frames / found.sampleRate
}

/** Seconds on the timeline between two beats. */
export function secondsBetween({ transport }: Timed, from: Beats, to: Beats): Seconds {
  const map = tempoMapOf(transport)
  return secondsAt(map, to) - secondsAt(map, from)
}

/** The beat so many seconds after (or, below zero, before) another. */
export function beatAfter({ transport }: Timed, from: Beats, seconds: Seconds): Beats {
  const map = tempoMapOf(transport)
  return beatsAt(map, Math.max(0, secondsAt(map, from) + seconds))
}

/** The earliest beat at which a clip of sound could begin, and the last at which it could end: its sound goes no farther. */
export function soundReach(
  project: Project,
  clip: AudioClip,
): { readonly from: Beats; readonly to: Beats } {
  if (clip.repeats === true) return { from: 0, to: Number.POSITIVE_INFINITY }
  const speed = clip.speed ?? 1
  const left = Math.max(0, soundLength(project, clip) - clip.offset) / speed
  return {
    from: beatAfter(project, clip.start, -clip.offset / speed),
    to: beatAfter(project, clip.start, left),
  }
}

/** What a clip of automation says at a beat of its own. Curves run in seconds. */
export function clipValueAt(project: Timed, { start, points }: AutomationClip, beat: Beats) {
  const map = tempoMapOf(project.transport)
  const timed = points.map((point): AutomationPoint => ({
    ...{ value: point.value, curve: point.curve },
    time: secondsAt(map, start + point.beat),
  }))
  return automationAt(timed, secondsAt(map, start + beat))
}

/** The part of a clip of automation from a beat of its own on, counted from there: the value there stays the same. */
export function pointsFrom(project: Timed, clip: AutomationClip, from: Beats): ClipPoint[] {
  const { points } = clip
  if (from < 0 || points.length === 0) {
    return points.map(point => ({ ...point, beat: point.beat - from }))
  }
  const before = points.filter(({ beat }) => beat <= from).at(-1)
  const rest = points
    .filter(({ beat }) => beat > from)
    .map(point => ({ ...point, beat: point.beat - from }))
  if (before === undefined) return rest
  return [{ beat: 0, value: clipValueAt(project, clip, from), curve: before.curve }, ...rest]
}

/** The part before a beat, ending with the value that is reached there. */
export function pointsUntil(project: Timed, clip: AutomationClip, to: Beats): ClipPoint[] {
  const { points } = clip
  const kept = points.filter(({ beat }) => beat < to).map(point => ({ ...point }))
  if (kept.length === points.length || kept.length === 0) return kept
  return [...kept, { beat: to, value: clipValueAt(project, clip, to), curve: 'hold' }]
}
