import { STATE } from '../lib/header.as'

export const RATE = STATE
/** f64 frames since the start. */
export const CLOCK = STATE + 8
/** f64 time of the last onset. */
export const ONSET = STATE + 16
/** u32 frames of a window; place in the rings; frames since the last spectrum; silent frames. */
export const SIZE = STATE + 24
export const PLACE = STATE + 28
export const SINCE = STATE + 32
export const QUIET = STATE + 36
/** u32 which of two rows is the present one. */
export const TURN = STATE + 40
/** f32 follower of the difference signal's energy; u32 count of peaks. */
export const LOUD = STATE + 44
export const PEAK_COUNT = STATE + 48
export const REST = STATE + 64

/** Windows overlap this many times. */
export const OVERLAP: u32 = 8

/** Bytes of a peak: u32 first bin, u32 end, i32 shift in bins, f32 cosine, f32 sine. */
export const PEAK_BYTES: usize = 32

/** Bytes of a row of bins, with room for guards on both sides. */
// @ts-ignore: decorator
@inline
function rowBytes(size: usize): usize {
  return 2 * size + 64
}

/** Bytes of the state after `REST`. */
export function restBytes(size: usize, channels: usize): usize {
  return 20 * size + 8 * rowBytes(size) + channels * (8 * size + 4 * rowBytes(size))
}

// @ts-ignore: decorator
@inline
function rows(self: usize): usize {
  return self + REST + 20 * <usize>load<u32>(self + SIZE)
}

/** Window, samples in hand, scratch of the transform, peaks. */
// @ts-ignore: decorator
@inline
export function windowOf(self: usize): usize {
  return self + REST
}

// @ts-ignore: decorator
@inline
export function samplesOf(self: usize): usize {
  return self + REST + 4 * <usize>load<u32>(self + SIZE)
}

// @ts-ignore: decorator
@inline
export function scratchOf(self: usize): usize {
  return self + REST + 8 * <usize>load<u32>(self + SIZE)
}

// @ts-ignore: decorator
@inline
export function peaksOf(self: usize): usize {
  return self + REST + 12 * <usize>load<u32>(self + SIZE)
}

/**
 * A row of bins: 0 1 powers, 2 3 phases added (in turns), 4 5 envelope and its imaginary part, 6 7 the
 * spectrum that goes out.
 */
// @ts-ignore: decorator
@inline
export function rowOf(self: usize, row: u32): usize {
  return rows(self) + <usize>row * rowBytes(<usize>load<u32>(self + SIZE)) + 16
}

// @ts-ignore: decorator
@inline
function channelOf(self: usize, channel: u32): usize {
  const size = <usize>load<u32>(self + SIZE)
  return rows(self) + 8 * rowBytes(size) + <usize>channel * (8 * size + 4 * rowBytes(size))
}

/** A channel's past samples. */
// @ts-ignore: decorator
@inline
export function ringOf(self: usize, channel: u32): usize {
  return channelOf(self, channel)
}

/** A channel's overlapping windows that go out. */
// @ts-ignore: decorator
@inline
export function sumsOf(self: usize, channel: u32): usize {
  return channelOf(self, channel) + 4 * <usize>load<u32>(self + SIZE)
}

/** A channel's spectrum: `turn` 0 or 1, `part` 0 real, 1 imaginary. */
// @ts-ignore: decorator
@inline
export function spectrumOf(self: usize, channel: u32, turn: u32, part: u32): usize {
  const size = <usize>load<u32>(self + SIZE)
  return channelOf(self, channel) + 8 * size + <usize>(2 * turn + part) * rowBytes(size) + 16
}
