import type { OpenModel } from '../sessions'
import type { EncodedText } from './encode-text'
import type { MusicgenConfig } from './musicgen-config'

/** Keys and values of what a decoder has heard and written so far. */
export interface DecoderCache {
  readonly columns: number
  /** Floats of one column. */
  readonly floatsOfColumn: number
  clear(): void
  /** The columns from `from` on. */
  read(from: number): Float32Array<ArrayBuffer>
  /** Takes back what `read` gave, piece after piece, each of so many columns. */
  restore(pieces: readonly { readonly columns: number; readonly floats: Float32Array }[]): void
}

/** The decoder of a MusicGen. It runs with the text and without it at once: logits are eight rows, four codebooks with and four without. */
export interface MusicDecoder extends AsyncDisposable {
  /** What it runs on, in words for the log. */
  readonly device: string
  readonly cache: DecoderCache
  /** Hears the first columns at once, each four codes; what comes next. */
  begin(columns: readonly (readonly number[])[]): Promise<Float32Array>
  /** Hears one column more. */
  next(codes: readonly number[]): Promise<Float32Array>
  /** To be called before the cache is restored: hears the text, and nothing else. */
  hearAgain(column: readonly number[]): Promise<void>
}

/** What a model runs on, in words for the log. */
export function deviceOf({ device, refused }: OpenModel): string {
  return [device, ...refused.map(other => `not ${other.device}: ${other.reason}`)].join('; ')
}

export interface DecoderParts {
  readonly config: MusicgenConfig
  readonly threads: number
  /** What is to be heard all along. */
  readonly text: EncodedText
}

/** What reads a decoder’s file, the bytes of both where it has two; the same bytes twice where one model has a switch. */
export interface DecoderBytes {
  readonly first: Uint8Array
  readonly on: Uint8Array
}
