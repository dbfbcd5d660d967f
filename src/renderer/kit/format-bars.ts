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
import { formatShortTime, parseTime } from './format-time'

type Signatures = Pick<TransportSettings, 'signature' | 'signatures'>

/** A sixteenth note, in ticks. */
const SIXTEENTH = TICKS / 4
/** What rounding may have taken from a place or a length. */
const DUST: Beats = 1e-9

/** “3.2.4.50”: bar, beat and sixteenth, counted from 1.1.1.00, and hundredths of a sixteenth. */
export function formatBars(transport: Signatures, at: Beats): string {
  const { bar, beat, tick } = barPosition(transport, Math.max(0, at) + DUST)
  return `${bar}.${beat}.${sixteenths(tick, 1)}`
}

/** “1.0.2.00”: bars, beats and sixteenths that a stretch is long, by the signature where it begins. */
export function formatBarLength(transport: Signatures, from: Beats, length: Beats): string {
  const { bar, beat } = barSizes(transport, from)
  const whole = length + DUST
  const bars = Math.floor(whole / bar)
  const beats = Math.floor((whole - bars * bar) / beat)
  return `${bars}.${beats}.${sixteenths((whole - bars * bar - beats * beat) * TICKS, 0)}`
}

/** “1.0.0.00 · 2.00 s”: how long a stretch of the timeline is, from a beat on. */
export function formatLength(transport: TransportSettings, from: Beats, length: Beats): string {
  const map = tempoMapOf(transport)
  const time = secondsAt(map, from + length) - secondsAt(map, from)
  return `${formatBarLength(transport, from, length)} · ${formatShortTime(time)}`
}

/** The beat of “17”, “3.2” or “3.2.4.50”, as `formatBars` writes it; undefined where there is no such place. */
export function parseBars(transport: Signatures, text: string): Beats | undefined {
  const [bar, beat = 1, sixteenth = 1, hundredths = 0] = fields(text) ?? []
  if (bar === undefined || bar < 1 || beat < 1 || sixteenth < 1) return undefined
  const start = beatOf(transport, { bar, beat: 1, tick: 0 })
  const sizes = barSizes(transport, start)
  const into = (beat - 1) * sizes.beat
  const part = (sixteenth - 1 + hundredths / 100) / 4
  return into < sizes.bar && part < sizes.beat ? start + into + part : undefined
}

/** The beats of “2”, “1.2” or “0.0.3”, as `formatBarLength` writes it; undefined where it is no length. */
export function parseBarLength(
  transport: Signatures,
  from: Beats,
  text: string,
): Beats | undefined {
  const [bars, beats = 0, parts = 0, hundredths = 0] = fields(text) ?? []
  if (bars === undefined) return undefined
  const { bar, beat } = barSizes(transport, from)
  return bars * bar + beats * beat + (parts + hundredths / 100) / 4
}

/** Seconds of a place that was typed, as bars or, with a colon or an “s”, as time. */
export function parsePlace(transport: TransportSettings, text: string): Seconds | undefined {
  if (/[:s]/.test(text)) return parseTime(text)
  const beat = parseBars(transport, text)
  return beat === undefined ? undefined : secondsAt(tempoMapOf(transport), beat)
}

function sixteenths(ticks: number, first: 0 | 1): string {
  const whole = Math.floor(ticks / SIXTEENTH)
  const hundredths = Math.floor((100 * (ticks - whole * SIXTEENTH)) / SIXTEENTH)
  return `${whole + first}.${String(hundredths).padStart(2, '0')}`
}

/** Up to four numbers with points between them; a lone digit at the last place is tens of hundredths. */
function fields(text: string): readonly number[] | undefined {
  const match = /^(\d{1,6})(?:[.,](\d{1,4}))?(?:[.,](\d{1,3}))?(?:[.,](\d{1,2}))?$/.exec(
    text.trim(),
  )
  if (match === null) return undefined
  const [bar = '', beat, sixteenth, hundredths] = match.slice(1)
  return [bar, beat, sixteenth, hundredths?.padEnd(2, '0')]
    .flatMap(field => field ?? [])
    .map(Number)
}

/** How long a bar is, and what is counted as its beat. */
function barSizes(transport: Signatures, at: Beats): { readonly bar: Beats; readonly beat: Beats } {
  const { beats, unit } = signatureAt(transport, at)
  return { bar: (beats * 4) / unit, beat: 4 / unit }
}
