// Waves of a sound: frames of 2048 samples one after the other, or one cycle where it is shorter than that.

import { realForward } from '../lib/fft.as'
import { buildLevel, buildWaves, levelPlace, LEVELS, ROW, WAVE_BYTES } from './waves.as'

const CYCLE: u32 = 2048

/** Most waves that are taken of a sound. */
const MOST_WAVES: u32 = 256

/** Harmonics that are kept: at least 5.5 samples a cycle of the highest. */
const HARMONICS: i32 = 372

/** Bytes that building takes: two spectra, a cycle, scratch. */
const ROOM: usize = 4 * ROW + 3 * 4 * 2048

/** How many waves a sound has. */
export function wavesOf(frames: u32): u32 {
  return frames == 0 ? 0 : max<u32>(1, min<u32>(MOST_WAVES, frames / CYCLE))
}

/** Bytes of a sound's waves, and what building them takes. The last wave stands there twice. */
export function bytesOf(frames: u32): u32 {
  return <u32>((<usize>wavesOf(frames) + 1) * WAVE_BYTES + ROOM)
}

/** Spectrum of a cycle of any length below 2048, by its definition. */
function spectrumOfShort(from: usize, frames: u32, re: usize, im: usize): void {
  memory.fill(re, 0, ROW)
  memory.fill(im, 0, ROW)
  const scale = <f64>CYCLE / <f64>frames
  for (let n: u32 = 1; n <= <u32>HARMONICS && n < (frames + 1) >> 1; n++) {
    const angle = (-2 * Math.PI * <f64>n) / <f64>frames
    const c = Math.cos(angle)
    const s = Math.sin(angle)
    let x: f64 = 1
    let y: f64 = 0
    let real: f64 = 0
    let imaginary: f64 = 0
    for (let i: u32 = 0; i < frames; i++) {
      const value = <f64>load<f32>(from + (<usize>i << 2))
      real += value * x
      imaginary += value * y
      const turned = x * c - y * s
      y = x * s + y * c
      x = turned
    }
    store<f32>(re + (<usize>n << 2), <f32>(real * scale))
    store<f32>(im + (<usize>n << 2), <f32>(imaginary * scale))
  }
}

/** Builds a sound's waves at `to`, where `bytesOf` bytes are free. */
export function buildOwnWaves(to: usize, from: usize, frames: u32): void {
  buildWaves()
  const count: u32 = wavesOf(frames)
  const room = (to + (<usize>count + 1) * WAVE_BYTES + 15) & ~15
  const re = room
  const im = room + ROW
  const rest = room + 2 * ROW
  for (let wave: u32 = 0; wave < count; wave++) {
    const at = from + 4 * <usize>(wave * CYCLE)
    if (frames < CYCLE) spectrumOfShort(at, frames, re, im)
    else {
      memory.copy(rest, at, 4 * <usize>CYCLE)
      realForward(rest, re, im, CYCLE, rest + 4 * <usize>CYCLE)
    }
    const place = to + <usize>wave * WAVE_BYTES
    for (let level = 0; level < LEVELS; level++) {
      buildLevel(place + levelPlace(level) - 4, level, re, im, CYCLE, HARMONICS, rest)
    }
  }
  if (count == 0) return
  const last = to + <usize>(count - 1) * WAVE_BYTES
  memory.copy(last + WAVE_BYTES, last, WAVE_BYTES)
}
