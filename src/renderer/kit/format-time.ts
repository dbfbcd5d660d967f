import {
  barPosition,
  beatOf,
  secondsAt,
  signatureAt,
  tempoMapOf,
  TICKS,
  type Beats,
  type TransportSettings,
} from '#shared/graph'
import type { Seconds } from '#shared/kit'

type Signatures = Pick<TransportSettings, 'signature' | 'signatures'>

/** “1:02.345” */
export function formatTime(time: Seconds): string {
  const milliseconds = Math.max(0, Math.round(time * 1000))
  const minutes = Math.floor(milliseconds / 60_000)
  const seconds = Math.floor(milliseconds / 1000) % 60
  return `${minutes}:${pad(seconds, 2)}.${pad(milliseconds % 1000, 3)}`
}

/** “3.2.05”: bar, beat and hundredths of a beat, counted from 1.1.00, at a beat of the timeline. */
export function formatBars(transport: Signatures, at: Beats): string {
  const { bar, beat, tick } = barPosition(transport, Math.max(0, at) + 1e-9)
  const unit = (TICKS * 4) / signatureAt(transport, at).unit
  return `${bar}.${beat}.${pad(Math.min(99, Math.floor((100 * tick) / unit)), 2)}`
}

/** “4 beats · 2.00 s”: how long a stretch of the timeline is, from a beat on. */
export function formatLength(transport: TransportSettings, from: Beats, length: Beats): string {
  const map = tempoMapOf(transport)
  const time = secondsAt(map, from + length) - secondsAt(map, from)
  const beats = Math.round(length * 100) / 100
  return `${beats} ${beats === 1 ? 'beat' : 'beats'} · ${formatShortTime(time)}`
}

/** “120 ms”, “2.00 s” */
export function formatShortTime(time: Seconds): string {
  return time < 0.9995 ? `${Math.round(time * 1000)} ms` : `${time.toFixed(2)} s`
}

/** Seconds of “1:02.5”, “62.5” or “62.5 s”; undefined where it is no time. */
export function parseTime(text: string): Seconds | undefined {
  const match = /^(?:(\d+):)?(\d+(?:[.,]\d*)?|[.,]\d+)\s*s?$/.exec(text.trim())
  if (match === null) return undefined
  return Number(match[1] ?? 0) * 60 + Number((match[2] ?? '').replace(',', '.'))
}

/** The beat of “17”, “3.2” or “3.2.50”, as `formatBars` writes it; undefined where it is no place. */
export function parseBars(transport: Signatures, text: string): Beats | undefined {
  const match = /^(\d{1,6})(?:[.,](\d{1,4}))?(?:[.,](\d{1,2}))?$/.exec(text.trim())
  const [bar, beat] = [Number(match?.[1]), Number(match?.[2] ?? 1)]
  if (match === null || bar < 1 || beat < 1) return undefined
  const start = beatOf(transport, { bar, beat, tick: 0 })
  const hundredths = Number((match[3] ?? '').padEnd(2, '0'))
  return start + (hundredths / 100) * (4 / signatureAt(transport, start).unit)
}

/** Seconds of a place that was typed, as bars or, with a colon or an “s”, as time. */
export function parsePlace(transport: TransportSettings, text: string): Seconds | undefined {
  if (/[:s]/.test(text)) return parseTime(text)
  const beat = parseBars(transport, text)
  return beat === undefined ? undefined : secondsAt(tempoMapOf(transport), beat)
}

/** “12 s”, “3 min 20 s” */
export function formatSpan(time: Seconds): string {
  const seconds = Math.max(0, Math.round(time))
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0')
}
