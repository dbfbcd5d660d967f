import type { Bytes, Frames } from '#shared/kit'

/** Frames of a chunk of what is kept; `kernels/kept` knows it too. */
export const KEPT_CHUNK: Frames = 8192

/** What the disk takes in one go without a copy. */
const SECTOR: Bytes = 4096

/**
 * An output of a graph on disk: chunks of planar f32, the last one filled up with zeros, then a sum of each chunk
 * (`kept_sum`, u32), filled up with zeros to whole sectors.
 */
export interface KeptSamples {
  readonly path: string
  readonly channels: number
  readonly frames: Frames
  /** CRC-32 of the sums. */
  readonly crc: number
}

export function keptChunks(frames: Frames): number {
  return Math.ceil(frames / KEPT_CHUNK)
}

export function chunkBytes(channels: number): Bytes {
  return channels * KEPT_CHUNK * 4
}

export function sumsBytes(frames: Frames): Bytes {
  return Math.ceil((keptChunks(frames) * 4) / SECTOR) * SECTOR
}

export function keptBytes({ channels, frames }: Pick<KeptSamples, 'channels' | 'frames'>): Bytes {
  return keptChunks(frames) * chunkBytes(channels) + sumsBytes(frames)
}
