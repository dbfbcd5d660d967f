import { outputChannels, STATE } from '../lib/header.as'

export const RATE = STATE
export const SOUND_RATE = STATE + 8
/** f64 time on the timeline at which the next quantum is expected, in seconds. */
export const EXPECTED = STATE + 16
/** f64 place in the sound that is heard where the next quantum begins, in its frames from `from` on. */
export const PLACE_IN_SOUND = STATE + 24
/** f32 start and from, as they were. */
export const START = STATE + 32
export const FROM = STATE + 36
/** u32 first channel, bytes between two, frames, channels of the sound. */
export const SOUND = STATE + 40
export const STRIDE = STATE + 44
export const FRAMES = STATE + 48
export const CHANNELS = STATE + 52
/** u32 frames of a window; place in the sums; frames since the last window; frames that still sound. */
export const SIZE = STATE + 56
export const PLACE = STATE + 60
export const SINCE = STATE + 64
export const RINGING = STATE + 68
/** u32 0 before the first quantum, 1 while the timeline stands, 2 while it runs; frames left of the ghost. */
export const RUNS = STATE + 72
export const FADING = STATE + 76
/** u32 count of onsets; frame of the last jump within its quantum. */
export const ONSETS = STATE + 80
export const JUMP = STATE + 84
/** u32 frames in which the ghost fades, and in which the new sound comes. */
export const GOING = STATE + 88
export const COMING = STATE + 92
/** u32 1 where a knob asks for the jump, not the timeline. */
export const TURNED = STATE + 96
export const REST = STATE + 112

/** Windows overlap this many times. */
export const OVERLAP: u32 = 8

/** Frames in which the sound before a jump fades, and before a knob that begins it anew is turned. */
export const FADE: u32 = 128
export const LONG_FADE: u32 = 512

/** Frames kept of the sound before a jump: the quantum in which it lies, and the fade. */
export const GHOST: u32 = 640

/** Least frames of the sound between two onsets. */
export const ONSET_GAP: u32 = 1024

/** Channels that are played; what has more is silent from there on. */
export const MOST_CHANNELS: u32 = 32

export function sizeFor(rate: f64, quick: bool): u32 {
  const fine: u32 = rate > 128000 ? 16384 : rate > 64000 ? 8192 : 4096
  return quick ? fine >> 1 : fine
}

/** Bytes of a row of bins, with room for guards on both sides. */
// @ts-ignore: decorator
@inline
function rowBytes(size: usize): usize {
  return 2 * size + 64
}

// Shared: window, samples, scratch, two runs read from the sound (9/8 of a window), and three rows.
const RUN: usize = 5

// @ts-ignore: decorator
@inline
function sharedBytes(size: usize): usize {
  return 12 * size + 2 * RUN * size + 3 * rowBytes(size)
}

// @ts-ignore: decorator
@inline
function channelBytes(size: usize): usize {
  return 4 * size + 6 * rowBytes(size)
}

/** Bytes of the state after `REST`, without the list of onsets. */
export function restBytes(size: usize, channels: usize): usize {
  return channels * 4 * <usize>GHOST + sharedBytes(size) + channels * channelBytes(size)
}

/** What a channel still has of the sound before a jump: where it lies does not depend on the window. */
// @ts-ignore: decorator
@inline
export function ghostOf(self: usize, channel: u32): usize {
  return self + REST + <usize>channel * 4 * <usize>GHOST
}

// @ts-ignore: decorator
@inline
function shared(self: usize): usize {
  return ghostOf(self, outputChannels(self, 0))
}

// @ts-ignore: decorator
@inline
function sizeOf(self: usize): usize {
  return <usize>load<u32>(self + SIZE)
}

// @ts-ignore: decorator
@inline
export function windowOf(self: usize): usize {
  return shared(self)
}

// @ts-ignore: decorator
@inline
export function samplesOf(self: usize): usize {
  return shared(self) + 4 * sizeOf(self)
}

// @ts-ignore: decorator
@inline
export function scratchOf(self: usize): usize {
  return shared(self) + 8 * sizeOf(self)
}

/** What was read of the sound for a window and the one a hop before it: `side` 0 or 1. */
// @ts-ignore: decorator
@inline
export function runOf(self: usize, side: u32): usize {
  return shared(self) + (12 + RUN * <usize>side) * sizeOf(self)
}

/** A row of bins: 0 powers; 1 and 2 the spectrum that the inverse transform takes. */
// @ts-ignore: decorator
@inline
export function rowOf(self: usize, row: u32): usize {
  const size = sizeOf(self)
  return shared(self) + (12 + 2 * RUN) * size + <usize>row * rowBytes(size) + 16
}

// @ts-ignore: decorator
@inline
function channelOf(self: usize, channel: u32): usize {
  const size = sizeOf(self)
  return shared(self) + sharedBytes(size) + <usize>channel * channelBytes(size)
}

/** A channel's overlapping windows that go out. */
// @ts-ignore: decorator
@inline
export function sumsOf(self: usize, channel: u32): usize {
  return channelOf(self, channel)
}

/**
 * A channel's spectra: 0 and 1 of the window a hop before (real, imaginary), 2 and 3 of the window, 4 and 5 what
 * went out last.
 */
// @ts-ignore: decorator
@inline
export function spectrumOf(self: usize, channel: u32, part: u32): usize {
  const size = sizeOf(self)
  const rows = channelOf(self, channel) + 4 * size
  return rows + <usize>part * rowBytes(size) + 16
}

/** The frames of the sound at which onsets begin, u32 each, in order. */
// @ts-ignore: decorator
@inline
export function onsetsOf(self: usize, channels: u32): usize {
  return self + REST + restBytes(<usize>sizeFor(load<f64>(self + RATE), false), <usize>channels)
}
