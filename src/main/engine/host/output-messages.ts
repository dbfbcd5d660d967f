import type { Frames, Hertz } from '#shared/kit'
import type { RenderTarget } from '../protocol'
import type { SoundFacts } from './sound-output'

/** Blocks on their way from the thread that renders to the one that writes. */
export const SLOTS = 8

/** To the thread that writes. */
export type OutputRequest =
  | {
      readonly kind: 'open'
      /** The first one is accounted for. */
      readonly targets: readonly RenderTarget[]
      readonly sampleRate: Hertz
      readonly frames: Frames
      readonly measure: boolean
      /** By slot, then by target: interleaved f32. */
      readonly ring: SharedArrayBuffer
      readonly slotSamples: number
    }
  /** So many samples of each target lie in a slot. */
  | { readonly kind: 'block'; readonly slot: number; readonly samples: number }
  | { readonly kind: 'finish' }
  /** Leave everything as it is. */
  | { readonly kind: 'close' }

/** What it answers. */
export type OutputReply =
  | { readonly kind: 'opened' }
  /** A slot is free again. */
  | { readonly kind: 'taken' }
  | { readonly kind: 'finished'; readonly facts: SoundFacts }
  | { readonly kind: 'closed' }
  | { readonly kind: 'failed'; readonly message: string; readonly errno: string | undefined }
