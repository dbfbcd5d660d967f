import { STATE } from '../lib/header.as'

// State. First what the host reads: its offsets are repeated as `readouts` in index.ts.
export const MOMENTARY = STATE
export const SHORT = STATE + 4
export const INTEGRATED = STATE + 8
export const RANGE = STATE + 12
export const TRUE_PEAK = STATE + 16
export const MOMENTARY_MAXIMUM = STATE + 20
export const SHORT_MAXIMUM = STATE + 24
/** f32 a channel, in dBTP. */
export const TRUE_PEAKS = STATE + 32

export const RATE = STATE + 160
/** u32 steps of 10 ms that are over. */
export const STEPS = STATE + 168
/** u32 frames of the step under way, and how many it has. */
export const FILLED = STATE + 172
export const STEP_FRAMES = STATE + 176
/** f64 × 8: see weighting.as.ts. */
export const WEIGHTING = STATE + 192
/** f64 a channel: squares of the step under way. */
export const SUMS = STATE + 256
/** 64 bytes a pair of channels: states of the weighting. */
export const PAIRS = STATE + 512
/** f32 a channel: the largest oversampled sample; then 12 earlier samples of each. */
export const PEAKS = STATE + 1536
export const HISTORY = STATE + 1664
/** 12 earlier samples and 128 present ones of the channel in hand. */
export const LINE = STATE + 3200
/** f64 × 300: energies of the last steps of 10 ms. */
export const RING = STATE + 3760
/** Histograms of gating blocks and of short-term loudness: see gating.as.ts. */
export const BLOCKS = STATE + 6160
export const BINS: u32 = 2000
export const SHORTS = BLOCKS + 16 * 2000
export const END = SHORTS + 16 * 2000

/** Steps in the momentary and in the short-term window, and from one gating block to the next. */
export const MOMENTARY_STEPS: u32 = 40
export const SHORT_STEPS: u32 = 300
export const BLOCK_STEPS: u32 = 10

/** What stands for silence, in LUFS and dBTP. */
export const NOTHING: f32 = -120
