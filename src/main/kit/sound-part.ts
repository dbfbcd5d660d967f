/** A sound that is being made: what of it is whole, from its beginning on, and is not written again. */
export interface SoundPart {
  /** The output that it will be, in small letters. */
  readonly name: string
  /** In the folder of the work; interleaved little-endian f32 from `start` on. */
  readonly file: string
  /** Bytes. */
  readonly start: number
  readonly sampleRate: number
  readonly channels: number
  /** That are there. */
  readonly frames: number
  /** That there will be. */
  readonly of: number
}
