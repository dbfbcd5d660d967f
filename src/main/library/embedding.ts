import type { Result, Seconds } from '#shared/kit'
import type { DecodedSound } from './sound-cache'

/** Components of every vector, whatever model it comes from. */
export const EMBEDDING_SIZE = 512

/** What a stretch of a sound sounds like: two that sound alike point the same way. */
export interface Embedding {
  /** Where the stretch begins. */
  readonly start: Seconds
  /** `EMBEDDING_SIZE` components, of length 1 (L2). */
  readonly vector: Float32Array<ArrayBuffer>
}

/** What a provider is lent while it works: the context of a job fits. */
export interface EmbeddingTask {
  /** Aborts when it is to stop; it has 250 ms to return. */
  readonly signal: AbortSignal
  /** For unfinished files. */
  readonly folder: string
}

/** Why a provider cannot work here now, or nothing where it can. */
export type ProviderState = Result<void>

/**
 * Turns sounds, and words where it can, into vectors. The vectors of one model version lie in one space; those of two
 * are never compared.
 */
export interface EmbeddingProvider {
  /** Kept beside every vector: name and version of the model, such as `descriptor/log-mel@1`. Changes whenever vectors do. */
  readonly modelVersion: string
  /** What people read. */
  readonly label: string
  /** Of those that can work, the one with the highest is asked. The descriptor without a model has 0. */
  readonly rank: number
  state(): ProviderState | Promise<ProviderState>
  /** At least one stretch, in order; where it gives several, their mean stands for the sound. */
  embedSound(sound: DecodedSound, task: EmbeddingTask): Promise<Result<readonly Embedding[]>>
  /** The vector of what words describe, in the space of its sounds; undefined where a model has no words. */
  readonly embedText?: (
    text: string,
    task: EmbeddingTask,
  ) => Promise<Result<Float32Array<ArrayBuffer>>>
}

/** Brings a vector to length 1, in place. One of silence, which has no direction, becomes the first axis. */
export function normalise(vector: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  let sum = 0
  for (const value of vector) sum += value * value
  const length = Math.sqrt(sum)
  if (!(length > 1e-12) || !Number.isFinite(length)) {
    vector.fill(0)
    vector[0] = 1
    return vector
  }
  for (let index = 0; index < vector.length; index++) vector[index] = (vector[index] ?? 0) / length
  return vector
}
