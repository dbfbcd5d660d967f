import { open } from 'node:fs/promises'
import { create, ConverterType } from '@alexanderolsen/libsamplerate-js'
import { z } from 'zod'
import { FastResampler } from './fast-resampler'

/** A decoded sound: raw interleaved little-endian f32. */
export const rawSoundSchema = z.object({
  path: z.string(),
  sampleRate: z.int().min(1),
  channels: z.int().min(1),
  frames: z.int().min(0),
})
export type RawSound = Readonly<z.infer<typeof rawSoundSchema>>

/** Frames that are read at once: a few hundred kB, however long the sound is. */
const CHUNK = 32_768

/** The sound in pieces, interleaved, from `from` on. Throws what the file system throws. */
export async function* readPieces(
  { path, channels, frames }: RawSound,
  from = 0,
): AsyncGenerator<Float32Array<ArrayBuffer>, void, void> {
  await using file = await open(path)
  for (let at = from; at < frames; at += CHUNK) {
    const count = Math.min(CHUNK, frames - at)
    const piece = new Float32Array(count * channels)
    const bytes = new Uint8Array(piece.buffer)
    let got = 0
    while (got < bytes.length) {
      const { bytesRead } = await file.read(bytes, got, bytes.length - got, at * channels * 4 + got)
      if (bytesRead === 0) throw new Error(`${path} is shorter than it was`)
      got += bytesRead
    }
    yield piece
  }
}

/** One channel: the mean of all. */
export function toMono(piece: Float32Array, channels: number): Float32Array<ArrayBuffer> {
  const mono = new Float32Array(piece.length / channels)
  for (let frame = 0; frame < mono.length; frame++) {
    let sum = 0
    for (let channel = 0; channel < channels; channel++) {
      sum += piece[frame * channels + channel] ?? 0
    }
    mono[frame] = sum / channels
  }
  return mono
}

/**
 * A sound at another rate, as one channel or as two, in pieces of any length; exactly `frames · rate / sampleRate` frames
 * of it, rounded. Resampled by a sinc of libsamplerate: `best` keeps 97 % of the band with 144 dB, `fast` 80 % with
 * 97 dB, which is enough for what only listens. `fast` of one channel is done by a sinc of our own: 80 % with 80 dB.
 */
export async function* readAtRate(
  sound: RawSound,
  rate: number,
  channels: 1 | 2,
  quality: 'best' | 'fast' = 'best',
): AsyncGenerator<Float32Array<ArrayBuffer>, void, void> {
  const wanted = Math.round((sound.frames * rate) / sound.sampleRate) * channels
  const resample = await resampler(channels, sound.sampleRate, rate, quality)
  let given = 0
  const cut = (piece: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> => {
    const kept = piece.subarray(0, wanted - given)
    given += kept.length
    return kept
  }
  try {
    for await (const piece of readPieces(sound)) {
      const shaped =
        channels === 1 ? toMono(piece, sound.channels) : toStereo(piece, sound.channels)
      yield cut(resample.next(shaped))
    }
    // What the filter still holds comes out before silence does.
    while (given < wanted) yield cut(resample.next(new Float32Array(4096 * channels)))
  } finally {
    resample[Symbol.dispose]()
  }
}

function toStereo(piece: Float32Array<ArrayBuffer>, channels: number): Float32Array<ArrayBuffer> {
  if (channels === 2) return piece
  const stereo = new Float32Array((piece.length / channels) * 2)
  for (let frame = 0; frame < stereo.length / 2; frame++) {
    const left = piece[frame * channels] ?? 0
    stereo[frame * 2] = left
    stereo[frame * 2 + 1] = channels === 1 ? left : (piece[frame * channels + 1] ?? 0)
  }
  return stereo
}

interface Resampler extends Disposable {
  next(piece: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer>
}

async function resampler(
  channels: number,
  from: number,
  to: number,
  quality: 'best' | 'fast',
): Promise<Resampler> {
  if (from === to) return { next: piece => piece, [Symbol.dispose]: () => undefined }
  const fast = quality === 'fast' && channels === 1 ? FastResampler.between(from, to) : undefined
  if (fast !== undefined) {
    return { next: piece => fast.next(piece), [Symbol.dispose]: () => undefined }
  }
  const { SRC_SINC_BEST_QUALITY, SRC_SINC_FASTEST } = ConverterType
  const converterType = quality === 'best' ? SRC_SINC_BEST_QUALITY : SRC_SINC_FASTEST
  const source = await create(channels, from, to, { converterType })
  return {
    // It answers with a view of its own memory.
    next: piece => new Float32Array(source.full(piece)),
    [Symbol.dispose]: () => source.destroy(),
  }
}

/** Pieces of any length as windows of one length; the last is filled up with silence. */
export async function* windows(
  pieces: AsyncIterable<Float32Array>,
  length: number,
): AsyncGenerator<Float32Array<ArrayBuffer>, void, void> {
  let window = new Float32Array(length)
  let filled = 0
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length;) {
      const count = Math.min(length - filled, piece.length - at)
      window.set(piece.subarray(at, at + count), filled)
      filled += count
      at += count
      if (filled === length) {
        yield window
        window = new Float32Array(length)
        filled = 0
      }
    }
  }
  if (filled > 0) yield window
}
