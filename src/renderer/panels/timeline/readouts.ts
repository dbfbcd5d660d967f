import {
  formatParam,
  type AutomationPoint,
  type Beats,
  type Clip,
  type Fade,
  type NumberParam,
} from '#shared/graph'
import { formatBars, formatLength, formatShortTime, formatTime } from '../../kit'
import { projectNow } from '../../state'
import type { ReadoutLines } from '../../ui'
import { beatOfTime, timeOf } from './view'

/** “3.2.3.00”, as the clock of the transport counts. */
export function barWords(beat: Beats): string {
  return formatBars(projectNow().transport, beat)
}

/** “3.2.3.00 · 0:05.250” */
export function placeWords(beat: Beats): string {
  return `${barWords(beat)} · ${formatTime(timeOf(beat))}`
}

export function lengthWords({ start, length }: Pick<Clip, 'start' | 'length'>): string {
  return formatLength(projectNow().transport, start, length)
}

export function startWords(clip: Clip): ReadoutLines {
  return [placeWords(clip.start), lengthWords(clip)]
}

export function endWords(clip: Clip): ReadoutLines {
  return [placeWords(clip.start + clip.length), lengthWords(clip)]
}

/** From one beat to another. */
export function stretchWords(from: Beats, to: Beats): ReadoutLines {
  return [`${barWords(from)} – ${barWords(to)}`, lengthWords({ start: from, length: to - from })]
}

export function fadeWords(side: 'fadeIn' | 'fadeOut', fade: Fade | undefined): ReadoutLines {
  const { length, bend } = fade ?? { length: 0, bend: 0 }
  const shape =
    bend === 0 ? 'Line' : `Bend ${bend > 0 ? '+' : '−'}${Math.abs(Math.round(100 * bend))} %`
  return [`${side === 'fadeIn' ? 'Fade in' : 'Fade out'} ${formatShortTime(length)}`, shape]
}

/** A value with its unit, and where it stands. */
export function pointWords(spec: NumberParam, { value, time }: AutomationPoint): ReadoutLines {
  return [formatParam(spec, value), placeWords(beatOfTime(time))]
}
