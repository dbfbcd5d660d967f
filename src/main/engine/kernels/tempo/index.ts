import { audio, control, kernel, ratio } from '../define-kernel'

/**
 * Estimates the tempo from the last 10.9 s (at 48 kHz): the correlation with itself of the SuperFlux curve
 * (lib/superflux.as.ts), four multiples of each beat together (as in M. Davies and M. Plumbley,
 * “Context-dependent beat tracking of musical audio”, IEEE TASLP 15, 2007), weighted by a Gaussian of
 * one octave around `centre` (D. Ellis, “Beat tracking by dynamic programming”, JNMR 36, 2007). Where twice the
 * tempo repeats nearly as well, and is within 1.6 times `centre`, it is taken. Where the bass (the lowest quarter of the bands) leaves
 * out every other beat, half the tempo is it, or three halves where the bass has those. The beat that is found is measured again over as
 * many beats as fit. Four times a second; `bpm` is 0 until something repeats. Readouts: BPM, how
 * well it repeats, 0 to 1, and the tempo an octave away that comes next.
 */
export const tempo = kernel('tempo', {
  inputs: { in: audio() },
  outputs: { bpm: control() },
  params: { centre: ratio(60, 200, 120) },
  readouts: {
    bpm: { offset: 352, type: 'f32', perChannel: false },
    confidence: { offset: 356, type: 'f32', perChannel: false },
    other: { offset: 376, type: 'f32', perChannel: false },
  },
})
