import { QUANTUM } from '../lib/header.as'

/** Frames in which an edit fades: 10.7 ms at 48 kHz. A multiple of the quantum. */
export const FADE: i32 = 512

/**
 * Gain of a fade-in after so many frames (none before the first): 3t² − 2t³, whose slope begins and ends at 0. A straight line has
 * corners that are heard: −56 dB above 10 kHz for a sine of 1 kHz at full scale, against −93 dB.
 */
export function fadeGain(frame: i32): f32 {
  if (frame >= FADE) return 1
  if (frame <= 0) return 0
  const t = <f32>frame / <f32>FADE
  return t * t * (3 - 2 * t)
}

/** Of a source of sound: it holds one quantum, from its beginning: a cable that closes a loop. */
export const HELD: u32 = 1
/** The source fades in, or out, while the clock of the fades runs. */
export const FADES_IN: u32 = 2
export const FADES_OUT: u32 = 4

/** Bytes of a source among a step's operands. */
export const SOURCE_BYTES: usize = 12

/** Gain of a source with these flags. */
// @ts-ignore: decorator
@inline
export function fadeOf(flags: u32, frame: i32): f32 {
  // What a new loop carries begins a quantum later: its fade begins with it, and ends with the others.
  const begin = <i32>QUANTUM
  const late = frame > begin ? ((frame - begin) * FADE) / (FADE - begin) : 0
  if ((flags & FADES_IN) != 0) return fadeGain((flags & HELD) != 0 ? late : frame)
  return (flags & FADES_OUT) != 0 ? 1 - fadeGain(frame) : 1
}
