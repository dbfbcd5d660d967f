import type { WavFormat } from '#shared/contract'

export interface ExportSettings {
  readonly format: WavFormat
  readonly span: 'all' | 'loop'
  readonly path: string
}
