import type { Frames, Hertz } from '#shared/kit'
import type { RenderTarget } from '../protocol'
import type { SoundFacts } from './sound-output'

/** Blocks on their way from the thread that renders to the one that writes. */
export const SLOTS = 8
/** Blocks that go together: to wake the thread that writes takes time from those that render. */
export const BATCH = 4

/** So many samples of each target, from a slot on. Where there is one target they may fill several slots. */
export interface OutputSpan {
  readonly slot: number
  readonly slots: number
  readonly samples: number
}

/** To the thread that writes. */
export type OutputRequest =
  | {
      readonly kind: 'open'
      /** The first one is accounted for. */
      readonly targets: readonly RenderTarget[]
      readonly sampleRate: Hertz
      readonly frames: Frames
      readonly measure: boolean
      readonly slotSamples: number
    }
  | { readonly kind: 'blocks'; readonly spans: readonly OutputSpan[] }
  | { readonly kind: 'finish' }
  /** Leave everything as it is. */
  | { readonly kind: 'close' }

/** What it answers. */
export type OutputReply =
  /** Where samples go: by slot, then by target, interleaved f32. */
  | { readonly kind: 'opened'; readonly ring: Float32Array }
  /** So many slots are free again. */
  | { readonly kind: 'taken'; readonly slots: number }
  | { readonly kind: 'finished'; readonly facts: SoundFacts }
  | { readonly kind: 'closed' }
  | { readonly kind: 'failed'; readonly message: string; readonly errno: string | undefined }
