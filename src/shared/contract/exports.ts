import { eventIterator, oc, type } from '@orpc/contract'
import { z } from 'zod'
import type { Failure } from '../kit'
import { projectRefSchema } from './project'

export const wavFormatSchema = z.enum(['wav16', 'wav24', 'wav32f'])
export type WavFormat = z.infer<typeof wavFormatSchema>

/** What `wireharp render --json` prints, and what an export ends with. */
export interface RenderReport {
  readonly frames: number
  readonly channels: number
  readonly sampleRate: number
  readonly seconds: number
  /** Rendering alone: no process start, decoding or writing. */
  readonly renderMs: number
  readonly realtimeFactor: number
  /** SHA-256 of the samples as interleaved little-endian f32. */
  readonly sha256: string
  /** Level of the loudest sample; −200 stands for silence. */
  readonly peakDb: number
  /** Nodes that were bypassed because of trouble. */
  readonly bypassed: readonly string[]
}

export type ExportEvent =
  | {
      readonly kind: 'progress'
      /** 0 to 1 */ readonly done: number
      readonly secondsLeft?: number
    }
  | { readonly kind: 'completed'; readonly path: string; readonly report: RenderReport }
  | { readonly kind: 'failed'; readonly failure: Failure }

export const exportsContract = {
  /**
   * Renders a span of the project (seconds; the whole length if left out) to a file. The call lasts as long as
   * the export; ending the iterator cancels it, and no file is left.
   */
  run: oc
    .input(
      projectRefSchema.extend({
        path: z.string().min(1).max(4096),
        replace: z.boolean().default(false),
        format: wavFormatSchema,
        from: z.number().min(0).max(1e6).optional(),
        to: z.number().min(0).max(1e6).optional(),
      }),
    )
    .output(eventIterator(type<ExportEvent>())),
}
