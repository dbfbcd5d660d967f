import { readSync } from 'node:fs'
import type { Frames, Hertz } from '#shared/kit'
import type { Sound } from '../graph'
import { allocate } from './bus'
import type { KernelModule } from './kernel-module'
import { openSound } from './open-sound'

/** A whole sound in the arena: planar f32, `frames` from one channel to the next. */
export interface LoadedSound {
  readonly at: number
  readonly frames: Frames
  readonly channels: number
  /** Samples that were no sound: silent now. */
  readonly mended: number
}

/** Frames that are read, and those that are converted, in one go: some 1 ms. */
const CHUNK: Frames = 16_384
const CONVERTED: Frames = 16_384
/** Phases of a filter that are built in one go: as long. */
const PHASES = 12

/** What tables are made of, at most. */
const MOST_FOR_TABLES: Frames = 2 ** 19

/** Frames of a sound at another rate. */
export function soundFrames({ frames, sampleRate }: Sound, rate: Hertz): Frames {
  return rate === sampleRate ? frames : Math.ceil((frames * rate) / sampleRate)
}

/**
 * Reads a sound into the arena, converted to a rate as the player converts, a little at a time. What cannot be read is
 * silent; undefined where there is no file at all.
 */
export function* loadSound(
  kernels: KernelModule,
  sound: Sound,
  rate: Hertz,
  owner: DisposableStack,
): Generator<void, LoadedSound | undefined> {
  using reading = new DisposableStack()
  const file = openSound(sound.path, reading)
  if (file === undefined) return undefined
  const { channels, frames } = sound
  if (rate === sound.sampleRate) {
    const at = allocate(kernels.arena, Math.max(1, channels * frames) * 4, owner)
    const mended = yield* readPlanar(kernels, file, sound, at >>> 2, frames)
    return { at, frames, channels, mended }
  }
  const [num, den] = reduced(sound.sampleRate, rate)
  yield* prepareRates(kernels, num, den)
  const margin = kernels.call('player_margin')(num, den)
  const length = soundFrames(sound, rate)
  const stride = frames + 2 * margin + 2
  const from = allocate(kernels.arena, channels * stride * 4, reading)
  yield
  const mended = yield* readPlanar(kernels, file, sound, (from >>> 2) + margin, stride)
  const at = allocate(kernels.arena, channels * length * 4, owner)
  const convert = kernels.call('player_convert')
  for (let done = 0; done < length; done += CONVERTED) {
    const count = Math.min(CONVERTED, length - done)
    convert(at, length, done, count, num, den, from, stride, margin, channels)
    yield
  }
  return { at, frames: length, channels, mended }
}

/** Builds the filter that converts between two rates, a little at a time. */
export function* prepareRates(kernels: KernelModule, num: number, den: number): Generator<void> {
  while (kernels.call('player_prepare')(num, den, PHASES) === 0) yield
}

/** Tables that a kernel makes of a sound's first channel. */
export function* loadTables(
  kernels: KernelModule,
  sound: Sound,
  { size, make }: Record<'size' | 'make', (...values: readonly number[]) => number>,
  owner: DisposableStack,
): Generator<void, LoadedSound | undefined> {
  using reading = new DisposableStack()
  const part = { ...sound, frames: Math.min(sound.frames, MOST_FOR_TABLES) }
  const raw = yield* loadSound(kernels, part, sound.sampleRate, reading)
  if (raw === undefined) return undefined
  const at = allocate(kernels.arena, size(raw.frames), owner)
  make(at, raw.at, raw.frames)
  return { ...raw, at }
}

/**
 * The samples of a file as channels, `stride` frames apart, from an index of the arena's floats on. Those that are no
 * sound are silent; the answer is their number.
 */
function* readPlanar(
  kernels: KernelModule,
  file: number,
  { channels, frames }: Sound,
  into: number,
  stride: Frames,
): Generator<void, number> {
  const { arena } = kernels
  const mend = kernels.call('player_mend')
  let mended = 0
  const chunk = new Float32Array(CHUNK * channels)
  const bytes = new Uint8Array(chunk.buffer)
  for (let done = 0; done < frames; done += CHUNK) {
    const count = Math.min(CHUNK, frames - done)
    const wanted = count * channels * 4
    const got = read(file, bytes.subarray(0, wanted), done * channels * 4)
    const whole = Math.floor(got / (channels * 4))
    for (let c = 0; c < channels; c++) {
      const to = into + c * stride + done
      for (let i = 0; i < whole; i++) arena.floats[to + i] = chunk[i * channels + c] ?? 0
      mended += mend(to << 2, whole)
    }
    if (got < wanted) break
    yield
  }
  return mended
}

function read(file: number, into: Uint8Array, from: number): number {
  try {
    return readSync(file, into, 0, into.length, from)
  } catch {
    return 0
  }
}

/** A ratio of whole numbers in its lowest terms. */
export function reduced(a: number, b: number): readonly [number, number] {
  let [common, rest] = [a, b]
  while (rest !== 0) [common, rest] = [rest, common % rest]
  return [a / common, b / common]
}
