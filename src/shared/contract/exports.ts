import { eventIterator, oc, type } from '@orpc/contract'
import { z } from 'zod'
import type { Failure } from '../kit'
import { idSchema } from '../graph'
import { projectRefSchema } from './project'

export const wavFormats = ['wav16', 'wav24', 'wav32f'] as const
export type WavFormat = (typeof wavFormats)[number]

/** WAV of 16 and 24 bits and 32-bit float, FLAC of 24 and 16 bits, MP3, Ogg Opus. */
export const exportFormatSchema = z.enum([...wavFormats, 'flac', 'flac16', 'mp3', 'opus'])
export type ExportFormat = z.infer<typeof exportFormatSchema>

/** What is added before rounding to 16 or 24 bits; `shaped` moves the noise to where the ear is least sharp. */
export const ditherSchema = z.enum(['none', 'tpdf', 'shaped'])
export type Dither = z.infer<typeof ditherSchema>

/** Bit rates of MPEG-1 layer III (constant) and of Opus (on average), in kbit/s. */
export const mp3Bitrates = [128, 160, 192, 224, 256, 320] as const

export const loudnessTargetSchema = z.strictObject({
  /** Integrated loudness after ITU-R BS.1770, in LUFS. */
  target: z.number().min(-60).max(0),
  /** True peak that is not passed, in dBTP, whatever the target. */
  ceiling: z.number().min(-20).max(0).default(-1),
})
export type LoudnessTarget = z.infer<typeof loudnessTargetSchema>

/** `none`, each track beside the mix, or these outputs of nodes. */
export const stemsSchema = z.union([
  z.enum(['none', 'tracks']),
  z.array(z.strictObject({ node: idSchema, port: idSchema })).max(256),
])
export type Stems = z.infer<typeof stemsSchema>

/** Rates of exported files, in Hz. */
export const exportRates = [44_100, 48_000, 88_200, 96_000] as const

export const exportDefaults = {
  dither: 'tpdf',
  bitrate: 256,
  stems: 'none',
  embed: true,
} as const

/** How an export sounds and what it is written as; what the whole of it takes beside place and span. */
export const exportSettingsSchema = z.strictObject({
  format: exportFormatSchema,
  dither: ditherSchema.default(exportDefaults.dither),
  /** Of an MP3 or Opus file, in kbit/s. */
  bitrate: z.literal(mp3Bitrates).default(exportDefaults.bitrate),
  /** Of the files, in Hz; that of the project if left out. Opus always has 48 kHz. */
  rate: z.literal(exportRates).optional(),
  /** Left as loud as it is without one. */
  loudness: loudnessTargetSchema.optional(),
  stems: stemsSchema.default(exportDefaults.stems),
  /** Whether the file carries its project. */
  embed: z.boolean().default(exportDefaults.embed),
})
export type ExportSettings = z.infer<typeof exportSettingsSchema>

/** What was done to reach a loudness. */
export interface LoudnessReport {
  /** Of the mix as rendered, in LUFS and dBTP; −200 stands for silence. */
  readonly integrated: number
  readonly truePeak: number
  readonly target: number
  readonly ceiling: number
  readonly gainDb: number
  /** False where the ceiling forbade the gain, or there was nothing to make louder. */
  readonly reached: boolean
}

export interface WrittenFile {
  readonly path: string
  /** What it holds: the mix, or a stem by its label. */
  readonly name: string
}

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
  /** Part of the work, 0 to 1 (node-seconds), that renders before it had done: 0 where all was rendered. */
  readonly reused: number
  /** Nodes that were bypassed because of trouble. */
  readonly bypassed: readonly string[]
  readonly format: ExportFormat
  /** The mix first, then the stems. */
  readonly files: readonly WrittenFile[]
  readonly loudness?: LoudnessReport
  /** What the user should know, as sentences. */
  readonly warnings: readonly string[]
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
      exportSettingsSchema.extend({
        ...projectRefSchema.shape,
        path: z.string().min(1).max(4096),
        replace: z.boolean().default(false),
        from: z.number().min(0).max(1e6).optional(),
        to: z.number().min(0).max(1e6).optional(),
      }),
    )
    .output(eventIterator(type<ExportEvent>())),
}
