import type { Seconds } from '../kit'
import { barPosition, beatOf, signatureAt } from './bars'
import { beatsAt, bpmAt, secondsAt, tempoMapOf } from './tempo-map'
import type { TransportSettings } from './transport-settings'

/** A click of the metronome; `accent` on the first beat of a bar, where the document wants it. */
export interface Click {
  readonly time: Seconds
  readonly accent: boolean
}

/** How a click sounds: a sine that dies away, so many seconds to a thousandth. At the document's level. */
export const clickSound = { accent: 1760, beat: 880, decay: 0.06 } as const

/** The clicks of a stretch of the timeline, from and including `from`, up to `to`. */
export function clicksBetween(transport: TransportSettings, from: Seconds, to: Seconds): Click[] {
  const map = tempoMapOf(transport)
  const clicks: Click[] = []
  let { bar, beat } = barPosition(transport, beatsAt(map, from))
  for (;;) {
    const at = beatOf(transport, { bar, beat, tick: 0 })
    const time = secondsAt(map, at)
    if (time >= to) return clicks
    if (time >= from) clicks.push({ time, accent: beat === 1 && transport.metronome.accent })
    const { beats } = signatureAt(transport, at)
    if (beat < beats) beat += 1
    else {
      bar += 1
      beat = 1
    }
  }
}

/** What sounds before the timeline moves: clicks from 0 on, and how long the wait is. */
export interface CountIn {
  readonly length: Seconds
  readonly clicks: readonly Click[]
}

/** The count-in before a place: whole bars in the tempo and signature of that place. */
export function countInBefore(transport: TransportSettings, from: Seconds): CountIn {
  const map = tempoMapOf(transport)
  const at = beatsAt(map, from)
  const { beats, unit } = signatureAt(transport, at)
  const step = (60 / bpmAt(map, at)) * (4 / unit)
  const count = transport.countIn * beats
  return {
    length: count * step,
    clicks: Array.from({ length: count }, (_, index) => ({
      time: index * step,
      accent: index % beats === 0 && transport.metronome.accent,
    })),
  }
}
