import { barPosition, signatureAt, TICKS, type Beats, type TransportSettings } from '#shared/graph'
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

/** Seconds of “1:02.5”, “62.5” or “62.5 s”; undefined where it is no time. */
export function parseTime(text: string): Seconds | undefined {
  const match = /^(?:(\d+):)?(\d+(?:[.,]\d*)?|[.,]\d+)\s*s?$/.exec(text.trim())
  if (match === null) return undefined
  return Number(match[1] ?? 0) * 60 + Number((match[2] ?? '').replace(',', '.'))
}

/** “12 s”, “3 min 20 s” */
export function formatSpan(time: Seconds): string {
  const seconds = Math.max(0, Math.round(time))
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0')
}
