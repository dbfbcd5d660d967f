import type { Failure } from '#shared/kit'
import type { SoundFormatName, TrackType } from '#shared/contract'

/** What is found out about the content of a file. */
export interface TrackFacts {
  readonly sha256: string
  readonly name: string
  readonly artist?: string | undefined
  readonly album?: string | undefined
  readonly genre?: string | undefined
  readonly comment?: string | undefined
  readonly format: SoundFormatName
  readonly type: TrackType
  readonly bytes: number
  readonly sampleRate: number
  readonly channels: number
  readonly frames: number
  readonly seconds: number
  readonly loudness?: number | undefined
  readonly peak?: number | undefined
  readonly tempo?: number | undefined
  readonly key?: number | undefined
  /** Pairs of int8, smallest and largest sample of equal parts. */
  readonly shape: Uint8Array
}

/** A file as it was when it was looked at. */
export interface FileStamp {
  readonly path: string
  readonly bytes: number
  readonly modifiedAt: number
}

export interface TrackFile extends FileStamp {
  readonly folder: number
  readonly track?: number
  readonly isMissing: boolean
  readonly failure?: Failure
}

export interface SoundFolder {
  readonly id: number
  readonly path: string
  readonly addedAt: number
}

/** What one looked-at file comes to: a sound that is new, one that is known, or a reason why it is none. */
export type HeardFile = FileStamp &
  (
    | {
        readonly kind: 'new'
        readonly facts: TrackFacts
        readonly embeddings: readonly NewEmbedding[]
      }
    | { readonly kind: 'known'; readonly sha256: string }
    | { readonly kind: 'bad'; readonly failure: Failure }
  )

export interface NewEmbedding {
  readonly modelVersion: string
  readonly stem?: string
  readonly start: number
  readonly vector: Float32Array
}
