import type { TransportSettings } from '#shared/graph'
import {
  exportDefaults,
  type Dither,
  type ExportFormat,
  exportRates,
  mp3Bitrates,
  type ExportSettings,
} from '#shared/contract'
import type { Decibels, Seconds } from '#shared/kit'

export type Span = 'all' | 'loop' | 'range'

/** What the dialog holds: a loudness keeps its levels while it is off. */
export interface ExportForm {
  readonly format: ExportFormat
  readonly dither: Dither
  /** Of MP3 and Opus, in kbit/s. */
  readonly bitrate: Bitrate
  /** Of the file, in Hz; `project` leaves it as it is. */
  readonly rate: ExportRate
  readonly loudness: { readonly on: boolean; readonly target: Loudness; readonly ceiling: Decibels }
  readonly stems: boolean
  readonly embed: boolean
  readonly span: Span
  /** The range, where that is what is exported. */
  readonly from: Seconds
  readonly to: Seconds
  readonly path: string
}

export type Bitrate = (typeof mp3Bitrates)[number]

export type ExportRate = 'project' | (typeof exportRates)[number]

/** LUFS. */
type Loudness = number

/** What most streaming services play at, with the ceiling that they ask for. */
export const formDefaults = {
  format: 'wav24',
  dither: exportDefaults.dither,
  bitrate: exportDefaults.bitrate,
  rate: 'project',
  loudness: { on: false, target: -14, ceiling: -1 },
  stems: false,
  embed: exportDefaults.embed,
} as const satisfies Partial<ExportForm>

/** What the shell is asked for. */
export function settingsOf({
  format,
  dither,
  bitrate,
  rate,
  loudness,
  stems,
  embed,
}: ExportForm): Partial<ExportSettings> & { format: ExportFormat } {
  const { on, target, ceiling } = loudness
  return {
    format,
    embed,
    stems: stems ? 'tracks' : 'none',
    ...(isRounded(format) && { dither }),
    ...(isPacked(format) && { bitrate }),
    // Opus has one rate.
    ...(rate !== 'project' && format !== 'opus' && { rate }),
    ...(on && { loudness: { target, ceiling } }),
  }
}

/** A bit rate by what the dialog calls it. */
export function bitrateOf(id: string): Bitrate {
  return mp3Bitrates.find(bitrate => String(bitrate) === id) ?? formDefaults.bitrate
}

/** A rate by what the dialog calls it. */
export function rateOf(id: string): ExportRate {
  return exportRates.find(rate => String(rate) === id) ?? 'project'
}

/** Whether samples are rounded to whole steps, so that dither means something. */
export function isRounded(format: ExportFormat): boolean {
  return format !== 'wav32f' && !isPacked(format)
}

/** Whether it leaves out what is not heard. */
export function isPacked(format: ExportFormat): boolean {
  return format === 'mp3' || format === 'opus'
}

const extensions = /\.(wav|flac|mp3|opus)$/i

/** A file's name with the ending of its format, where it had one of ours. */
export function namedFor(path: string, format: ExportFormat): string {
  const lossless = format.startsWith('flac') ? 'flac' : 'wav'
  return path.replace(extensions, `.${isPacked(format) ? format : lossless}`)
}

/** Where an export begins and ends. */
export function spanOf(
  { span, from, to }: Pick<ExportForm, 'span' | 'from' | 'to'>,
  { length, loop }: Pick<TransportSettings, 'length' | 'loop'>,
): { readonly from: Seconds; readonly to: Seconds } {
  if (span === 'all') return { from: 0, to: length }
  return span === 'loop' ? { from: loop.start, to: loop.end } : { from, to }
}

/** What keeps the export from beginning, in words. */
export function settingsProblem({ span, from, to, path }: ExportForm): string | undefined {
  if (path.trim() === '') return 'Choose a file to export to.'
  return span === 'range' && to <= from ? 'The range must end after it begins.' : undefined
}
