import type { Beats } from './time-base'
import type { TransportSettings } from './transport-settings'

/** Ticks to a quarter note, as bars and beats are shown. */
export const TICKS = 960

/** A place as musicians count: bars and beats from 1, a beat being the signature's unit; ticks from 0. */
export interface BarPosition {
  readonly bar: number
  readonly beat: number
  /** 960 to a quarter note; fractions are what lies between them. */
  readonly tick: number
}

/** Bars of one signature in a row. */
interface BarStretch {
  readonly bar: number
  /** Where its first bar begins. */
  readonly start: Beats
  readonly beats: number
  readonly unit: number
}

type Signatures = Pick<TransportSettings, 'signature' | 'signatures'>

const known = new WeakMap<Signatures, readonly BarStretch[]>()

/** The signature at a beat, with the bar that it holds from. */
export function signatureAt(transport: Signatures, beat: Beats): BarStretch {
  return lastBefore(stretches(transport), 'start', beat)
}

export function barPosition(transport: Signatures, beat: Beats): BarPosition {
  const stretch = signatureAt(transport, beat)
  const { length, step } = sizes(stretch)
  const into = beat - stretch.start
  const bars = Math.floor(into / length)
  const rest = Math.max(0, into - bars * length)
  const whole = Math.min(Math.floor(rest / step), stretch.beats - 1)
  return {
    bar: stretch.bar + bars,
    beat: whole + 1,
    tick: Math.max(0, rest - whole * step) * TICKS,
  }
}

/** The beat at a place; a beat or tick too many counts on into the next. */
export function beatOf(transport: Signatures, { bar, beat, tick }: BarPosition): Beats {
  const stretch = lastBefore(stretches(transport), 'bar', bar)
  const { length, step } = sizes(stretch)
  return stretch.start + (bar - stretch.bar) * length + (beat - 1) * step + tick / TICKS
}

/** Where a bar begins. */
export function barStart(transport: Signatures, bar: number): Beats {
  return beatOf(transport, { bar, beat: 1, tick: 0 })
}

/** The first bar line at or after a beat. */
export function nextBarLine(transport: Signatures, beat: Beats): Beats {
  const start = barStart(transport, barPosition(transport, beat).bar)
  return start >= beat ? start : barStart(transport, barPosition(transport, beat).bar + 1)
}

function sizes({ beats, unit }: BarStretch): { length: Beats; step: Beats } {
  return { length: (beats * 4) / unit, step: 4 / unit }
}

function stretches(transport: Signatures): readonly BarStretch[] {
  const before = known.get(transport)
  if (before !== undefined) return before
  const list: BarStretch[] = [{ bar: 1, start: 0, ...transport.signature }]
  for (const { bar, beats, unit } of transport.signatures) {
    const last = list.at(-1)
    if (last === undefined) break
    list.push({ bar, start: last.start + (bar - last.bar) * sizes(last).length, beats, unit })
  }
  known.set(transport, list)
  return list
}

function lastBefore(list: readonly BarStretch[], key: 'bar' | 'start', value: number): BarStretch {
  let low = 1
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((list[middle]?.[key] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  return list[low - 1] ?? { bar: 1, start: 0, beats: 4, unit: 4 }
}
