import { open, readFile, type FileHandle } from 'node:fs/promises'
import type { Peaks } from '#shared/contract'
import { err, fail, ok, type Result } from '#shared/kit'
import { attempt, readFailure, writeDurably } from '../kit'
import type { DecodedSound } from './sound-cache'

/** Frames of one pair of the stored peaks. */
const BASE_FRAMES = 256
const READ_FRAMES = BASE_FRAMES * 256

/** Smallest and largest sample of each of `steps` equal parts of a sound, all channels together. */
export async function peaksOf(sound: DecodedSound, steps: number): Promise<Result<Peaks>> {
  // Of a short sound the stored peaks are too coarse, and its samples are quickly read.
  const fine = sound.frames / steps < 2 * BASE_FRAMES
  const source = fine ? await measure(sound, 1) : await storedPeaks(sound)
  if (!source.ok) return source
  const reduced = reduce(source.value, steps)
  return ok({ steps, data: Buffer.from(reduced.buffer, 0, reduced.byteLength).toString('base64') })
}

/** Measured once, then kept beside the samples. */
async function storedPeaks(sound: DecodedSound): Promise<Result<Int8Array>> {
  const path = sound.path.replace(/\.f32$/, '.peaks')
  const stored = await attempt(
    () => readFile(path),
    errno => readFailure(errno, path),
  )
  const pairs = Math.ceil(sound.frames / BASE_FRAMES)
  if (stored.ok && stored.value.length === 2 * pairs) {
    return ok(Int8Array.from(stored.value.map(signed)))
  }
  const measured = await measure(sound, BASE_FRAMES)
  // Without a place to keep them they are measured again next time.
  if (measured.ok) await writeDurably(path, new Uint8Array(measured.value.buffer))
  return measured
}

/** One pair for every `size` frames, read in pieces so that others get their turn in between. */
async function measure(sound: DecodedSound, size: number): Promise<Result<Int8Array>> {
  const pairs = new Int8Array(2 * Math.ceil(sound.frames / size))
  const measured = await attempt(
    async () => {
      const file = await open(sound.path, 'r')
      try {
        return await measureFile(file, sound, size, pairs)
      } finally {
        await file.close()
      }
    },
    errno => readFailure(errno, 'decoded sound'),
  )
  if (!measured.ok) return measured
  return measured.value
    ? ok(pairs)
    : err(fail('file-unreadable', 'The decoded sound is too short.'))
}

async function measureFile(
  file: FileHandle,
  { frames, channels }: DecodedSound,
  size: number,
  pairs: Int8Array,
): Promise<boolean> {
  const samples = new Float32Array(READ_FRAMES * channels)
  const bytes = new Uint8Array(samples.buffer)
  for (let frame = 0; frame < frames; frame += READ_FRAMES) {
    const wanted = Math.min(READ_FRAMES, frames - frame) * channels * 4
    const { bytesRead } = await file.read(bytes, 0, wanted, frame * channels * 4)
    if (bytesRead < wanted) return false
    const step = size * channels
    for (let start = 0; start < wanted / 4; start += step) {
      const [low, high] = extremes(samples, start, Math.min(start + step, wanted / 4))
      const at = (2 * (frame + start / channels)) / size
      pairs[at] = toInt8(low)
      pairs[at + 1] = toInt8(high)
    }
  }
  return true
}

function extremes(samples: Float32Array, from: number, to: number): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (let index = from; index < to; index++) {
    const value = samples[index] ?? 0
    if (value < low) low = value
    if (value > high) high = value
  }
  return [low, high]
}

/** Pairs gathered into `steps` parts of equal length; where there are fewer pairs than steps, pairs repeat. */
function reduce(pairs: Int8Array, steps: number): Int8Array<ArrayBuffer> {
  const count = pairs.length / 2
  const reduced = new Int8Array(2 * steps)
  for (let step = 0; step < steps; step++) {
    const from = Math.floor((step * count) / steps)
    const to = Math.max(from + 1, Math.floor(((step + 1) * count) / steps))
    let low = 127
    let high = -127
    for (let pair = from; pair < to; pair++) {
      low = Math.min(low, pairs[2 * pair] ?? 0)
      high = Math.max(high, pairs[2 * pair + 1] ?? 0)
    }
    reduced[2 * step] = low
    reduced[2 * step + 1] = high
  }
  return reduced
}

function toInt8(sample: number): number {
  return Math.max(-127, Math.min(127, Math.round(sample * 127)))
}

function signed(byte: number): number {
  return byte > 127 ? byte - 256 : byte
}
