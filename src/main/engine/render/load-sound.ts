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

const CHUNK: Frames = 65_536

/** Frames of a sound at another rate. */
export function soundFrames({ frames, sampleRate }: Sound, rate: Hertz): Frames {
  return rate === sampleRate ? frames : Math.ceil((frames * rate) / sampleRate)
}

/**
 * Reads a sound into the arena, converted to a rate as the player converts. What cannot be read is silent;
 * undefined where there is no file at all.
 */
export function loadSound(
  kernels: KernelModule,
  sound: Sound,
  rate: Hertz,
  owner: DisposableStack,
): LoadedSound | undefined {
  using reading = new DisposableStack()
  const file = openSound(sound.path, reading)
  if (file === undefined) return undefined
  const { channels, frames } = sound
  if (rate === sound.sampleRate) {
    const at = allocate(kernels.arena, Math.max(1, channels * frames) * 4, owner)
    const mended = readPlanar(kernels, file, sound, at >>> 2, frames)
    return { at, frames, channels, mended }
  }
  const common = gcd(sound.sampleRate, rate)
  const [num, den] = [sound.sampleRate / common, rate / common]
  kernels.call('player_prepare')(num, den)
  const margin = kernels.call('player_margin')(num, den)
  const length = soundFrames(sound, rate)
  const stride = frames + 2 * margin + 2
  const from = allocate(kernels.arena, channels * stride * 4, reading)
  const mended = readPlanar(kernels, file, sound, (from >>> 2) + margin, stride)
  const at = allocate(kernels.arena, channels * length * 4, owner)
  kernels.call('player_convert')(at, length, num, den, from, stride, margin, channels)
  return { at, frames: length, channels, mended }
}

/**
 * The samples of a file as channels, `stride` frames apart, from an index of the arena's floats on. Those that are no
 * sound are silent; the answer is their number.
 */
function readPlanar(
  kernels: KernelModule,
  file: number,
  { channels, frames }: Sound,
  into: number,
  stride: Frames,
): number {
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

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}
