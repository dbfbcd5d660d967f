import { earFor } from './kernel-ear'

/** What the tempo is measured of, in seconds: sixteen in the middle, and what is shorter again and again. */
const TEMPO_SECONDS = 16
const KEY_SECONDS = 30
/** Below it there are no spectra worth it. */
const LEAST_RATE = 8000
/** Shorter sounds have no beat. */
const LEAST_SECONDS = 1.2
const LEAST_ONSETS = 4
/** How sure the estimates have to be. */
const SURE_TEMPO = 0.3
const SURE_KEY = 0.15

/** BPM to a tenth; undefined where nothing repeats, or hardly anything begins. */
export function tempoOf(mono: Float32Array, rate: number, onsets: number): number | undefined {
  const seconds = mono.length / rate
  if (rate < LEAST_RATE || seconds < LEAST_SECONDS || onsets < LEAST_ONSETS) return undefined
  const heard = Math.min(mono.length, Math.round(TEMPO_SECONDS * rate))
  const from = Math.round((mono.length - heard) / 2)
  const span = mono.subarray(from, from + heard)
  const ear = earFor('tempo', 1, rate, [120])
  // A loop goes on where it began.
  for (let done = 0; done < TEMPO_SECONDS * rate * 0.99; done += heard) ear.hear(span)
  ear.finish()
  const bpm = ear.read('bpm')
  if (!(bpm > 0) || ear.read('confidence') < SURE_TEMPO) return undefined
  return Math.round(bpm * 10) / 10
}

/** 0 C major … 23 B minor; undefined where nothing has a pitch. */
export function keyOf(mono: Float32Array, rate: number): number | undefined {
  if (rate < LEAST_RATE) return undefined
  const heard = Math.min(mono.length, Math.round(KEY_SECONDS * rate))
  const from = Math.round((mono.length - heard) / 2)
  const ear = earFor('key', 1, rate, [600, 440])
  ear.hear(mono.subarray(from, from + heard))
  ear.finish()
  const key = ear.read('key')
  return key >= 0 && key < 24 && ear.read('confidence') >= SURE_KEY ? key : undefined
}

/** A loop is as long as a whole number of beats. */
export function typeOf(
  seconds: number,
  tempo: number | undefined,
): 'one-shot' | 'loop' | 'track' | 'sound' {
  if (seconds >= 75) return 'track'
  if (tempo !== undefined && seconds >= LEAST_SECONDS) {
    const beats = (seconds * tempo) / 60
    const whole = Math.round(beats)
    if (whole >= 2 && Math.abs(beats - whole) < 0.08 + 0.005 * whole) return 'loop'
  }
  return seconds < 3 ? 'one-shot' : 'sound'
}
