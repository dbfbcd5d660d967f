/** Level relative to full scale or to unity, 20·log10 of an amplitude ratio. */
export type Decibels = number
/** Linear amplitude factor. */
export type Gain = number
/** Sample frames: one sample in every channel. */
export type Frames = number
export type Seconds = number
export type Hertz = number
export type Bytes = number
/** Quarter notes a minute. */
export type BeatsPerMinute = number

/** The engine's quantum: what a real-time step renders, and the delay of a feedback cable. */
export const QUANTUM: Frames = 128

/** Amplitude of a level. Anything at or below −200 dB is silence. */
export function toGain(level: Decibels): Gain {
  return level <= -200 ? 0 : 10 ** (level / 20)
}

/** Level of an amplitude; −Infinity for silence. */
export function toDecibels(gain: Gain): Decibels {
  return gain <= 0 ? Number.NEGATIVE_INFINITY : 20 * Math.log10(gain)
}

export function toFrames(time: Seconds, sampleRate: Hertz): Frames {
  return Math.round(time * sampleRate)
}

export function clamp(value: number, min: number, max: number): number {
  return value < min ? min : value > max ? max : value
}
