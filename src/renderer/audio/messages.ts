import type { Frames } from '#shared/kit'
import type { AudioSource } from '../kit'
import type { InputMemory } from './input-ring'
import type { RingMemory } from './ring'

/** From the page to the stream worker. */
export type ToWorker =
  | {
      readonly kind: 'start'
      readonly source: AudioSource
      readonly ring: RingMemory
      readonly lookAhead: Frames
    }
  | { readonly kind: 'transport'; readonly epoch: number; readonly playing: boolean }
  | { readonly kind: 'silence' }

/** From the stream worker to the page. */
export type FromWorker =
  | {
      readonly kind: 'levels'
      readonly layout: number
      readonly frame: Float32Array
      /** What rendering took, as a part of the time that the sound lasts. */
      readonly load: number
    }
  /** What the page looks at; see `readLooks` of the contract. */
  | { readonly kind: 'looks'; readonly frame: Float32Array }
  /** It has grown, since sound ran out again and again, or shrunk again. */
  | { readonly kind: 'look-ahead'; readonly frames: Frames }
  /** Sound nearly runs out, or no longer does. */
  | { readonly kind: 'strain'; readonly strained: boolean }

/** What the audio thread shares with the page. */
export interface OutputMemory {
  readonly output: RingMemory
  readonly input: InputMemory
}

/** From the page to the audio thread. */
export type ToWorklet =
  /** Keep the next `frames` that are heard, and send them back. */
  | { readonly kind: 'record'; readonly frames: Frames }
  /** Say when something is heard next. */
  | { readonly kind: 'listen' }

/** From the audio thread to the page. */
export type FromWorklet = Recorded | Heard

/** Something is heard; before, there was silence. */
export interface Heard {
  readonly kind: 'heard'
  /** On the clock of the audio context, in seconds. */
  readonly at: number
}

export interface Recorded {
  readonly kind: 'recorded'
  /** Interleaved stereo, as it went to the output. */
  readonly samples: Float32Array
  /** Position of the first frame on the timeline. */
  readonly position: Frames
}
