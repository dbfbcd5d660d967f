// The slow sine of chorus, flanger and phaser.

import { demoteFour, foldTurns, sinQuarter } from './math.as'
import { beatsOf } from './note-lengths.as'

/** Turns a frame: of a rate in hertz, or of a note value at a tempo. */
export function turnsPerFrame(hertz: f32, sync: i32, tempo: f32, sampleRate: f64): f64 {
  const rate = sync == 0 ? <f64>hertz : max<f64>(1, tempo) / (60 * beatsOf(sync))
  return min(0.25, rate / sampleRate)
}

/** The sine at four frames from a phase in turns. */
// @ts-ignore: decorator
@inline
export function sineFour(phase: f64, step: f64): v128 {
  const early = foldTurns(f64x2(phase, phase + step))
  const late = foldTurns(f64x2(phase + 2 * step, phase + 3 * step))
  return sinQuarter(demoteFour(early, late))
}
