/**
 * Amplitude of a level in dB: 0 dB is 1, −6.02 dB is half.
 *
 * @example
 * import { toGain } from '@wireharp/sdk'
 *
 * export const half = toGain(-6.0206)
 */
export function toGain(decibels: number): number {
  return 10 ** (decibels / 20)
}

/**
 * Level in dB of an amplitude; −∞ for silence.
 *
 * @example
 * import { toDecibels } from '@wireharp/sdk'
 *
 * export const level = toDecibels(0.5) // −6.02
 */
export function toDecibels(gain: number): number {
  return 20 * Math.log10(Math.abs(gain))
}

/**
 * Frames in a time, rounded to the nearest.
 *
 * @example
 * import { toFrames } from '@wireharp/sdk'
 *
 * export const frames = toFrames(0.01, 48_000) // 480
 */
export function toFrames(seconds: number, sampleRate: number): number {
  return Math.round(seconds * sampleRate)
}

/**
 * Seconds that so many frames last.
 *
 * @example
 * import { toSeconds } from '@wireharp/sdk'
 *
 * export const seconds = toSeconds(480, 48_000) // 0.01
 */
export function toSeconds(frames: number, sampleRate: number): number {
  return frames / sampleRate
}

/**
 * Frequency ratio of an interval in semitones: 12 is an octave, 2.
 *
 * @example
 * import { toRatio } from '@wireharp/sdk'
 *
 * export const fifth = toRatio(7) // 1.498
 */
export function toRatio(semitones: number): number {
  return 2 ** (semitones / 12)
}

/**
 * Semitones of a frequency ratio.
 *
 * @example
 * import { toSemitones } from '@wireharp/sdk'
 *
 * export const octave = toSemitones(2) // 12
 */
export function toSemitones(ratio: number): number {
  return 12 * Math.log2(ratio)
}

/**
 * Seconds of a number of beats at a tempo.
 *
 * @example
 * import { beatsToSeconds } from '@wireharp/sdk'
 *
 * export const bar = beatsToSeconds(4, 120) // 2
 */
export function beatsToSeconds(beats: number, beatsPerMinute: number): number {
  return (beats * 60) / beatsPerMinute
}

/**
 * `value`, or the bound that it passes.
 *
 * @example
 * import { clamp } from '@wireharp/sdk'
 *
 * export const most = clamp(3, -1, 1) // 1
 */
export function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}

/**
 * The point between two values: 0 is the first, 1 the second.
 *
 * @example
 * import { mix } from '@wireharp/sdk'
 *
 * export const middle = mix(10, 20, 0.5) // 15
 */
export function mix(from: number, to: number, amount: number): number {
  return from + (to - from) * amount
}
