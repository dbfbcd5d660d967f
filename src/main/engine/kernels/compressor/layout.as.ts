import { STATE } from '../lib/header.as'
import { lineFrames } from '../lib/look-ahead.as'
import { HIGHPASS_PAIR } from '../lib/levels.as'
import { POLE_BYTES } from '../lib/poles.as'

/** f32: what the host reads; offset repeated in index.ts. */
export const READOUT = STATE
/** u32: place in the delay lines; u32: their frames; u32: delay; u32: silent frames so far. */
export const PLACE = STATE + 4
export const SIZE = STATE + 8
export const DELAY = STATE + 12
export const SILENT = STATE + 16
/** f64: frames a second. */
export const RATE = STATE + 24
/** f32 × 3: attack, release and window that the poles are for. */
export const KEYS = STATE + 32
/** Poles of attack, release and the mean square. */
export const ATTACK_POLE = STATE + 48
export const RELEASE_POLE = ATTACK_POLE + POLE_BYTES
export const WINDOW_POLE = RELEASE_POLE + POLE_BYTES
/** f64 × 5 a detector: after release, after attack, mean square; peak and mean for the crest factor. */
export const CELLS = WINDOW_POLE + POLE_BYTES
export const CELL: usize = 40

/** Longest look-ahead in seconds. */
export const LONGEST: f64 = 0.02

/** Where the high-pass's state begins, for this many channels; then the delay lines. */
// @ts-ignore: decorator
@inline
export function highpassAt(channels: u32): usize {
  return (CELLS + CELL * <usize>channels + 15) & ~15
}

// @ts-ignore: decorator
@inline
export function linesAt(channels: u32): usize {
  return highpassAt(channels) + HIGHPASS_PAIR * <usize>((channels + 1) >> 1)
}

export function stateSize(channels: u32, sampleRate: f64): u32 {
  return <u32>(linesAt(channels) + 4 * <usize>(lineFrames(LONGEST, sampleRate) * channels))
}
