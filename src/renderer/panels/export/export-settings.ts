import type { TransportSettings } from '#shared/graph'
import type { WavFormat } from '#shared/contract'
import type { Seconds } from '#shared/kit'

export type Span = 'all' | 'loop' | 'range'

export interface ExportSettings {
  readonly format: WavFormat
  readonly span: Span
  /** The range, where that is what is exported. */
  readonly from: Seconds
  readonly to: Seconds
  readonly path: string
}

/** Where an export begins and ends. */
export function spanOf(
  { span, from, to }: Pick<ExportSettings, 'span' | 'from' | 'to'>,
  { length, loop }: Pick<TransportSettings, 'length' | 'loop'>,
): { readonly from: Seconds; readonly to: Seconds } {
  if (span === 'all') return { from: 0, to: length }
  return span === 'loop' ? { from: loop.start, to: loop.end } : { from, to }
}

/** What keeps the export from beginning, in words. */
export function settingsProblem({ span, from, to, path }: ExportSettings): string | undefined {
  if (path.trim() === '') return 'Choose a file to export to.'
  return span === 'range' && to <= from ? 'The range must end after it begins.' : undefined
}
