import { audio, choice, control, factor, kernel, plain, ratio, seconds } from '../define-kernel'

const level = factor(0, 1, 0)
const attack = seconds(0, 20, 0.002)
const decay = seconds(0, 20, 0.5)
const sustain = factor(0, 1, 0.5)

/**
 * Frequency modulation of four sines (J. Chowning, “The Synthesis of Complex Audio Spectra by Means of
 * Frequency Modulation”, JAES 1973), as phase modulation. Each operator has a frequency of `ratio` times
 * the voice's, a level and an envelope; `algorithm` says who modulates whom, 4>3>2>1 being a stack that is
 * heard at 1. As a carrier an operator's amplitude is its level, as a modulator its index is 4π · level²
 * radians. Carriers are scaled by 1 / √count. `feedback` of 1 turns operator 4 by half a turn of its own
 * mean of the last two samples. Less velocity takes from carriers and modulators alike: it dulls.
 *
 * It runs at twice the rate, each operator hearing the others a half frame later, and is brought down by a
 * half-band filter of 47 taps (80 dB): what lies up to 29 kHz at 48 kHz does not fold. An index is kept below
 * that at which Carson's rule puts sidebands past what the filter keeps apart. Envelopes: `envelope`'s
 * formula with curves of 1 and 5, worked out every 16 frames and at the edges of the gate, in a line between.
 */
export const fmVoice = kernel('fm-voice', {
  inputs: {
    frequency: control(),
    pitch: control(),
    gate: control(),
    trigger: control(),
    velocity: control(),
  },
  outputs: { out: audio({ channels: 1 }) },
  params: {
    algorithm: choice([
      '4>3>2>1',
      '34>2>1',
      '4-3>2>1',
      '4>3-2>1',
      '4>3+2>1',
      '4>321',
      '4>3+2+1',
      '4+3+2+1',
    ]),
    feedback: factor(0, 1, 0),
    sensitivity: factor(0, 1, 0.5),
    amount: plain(-10, 10, 1),
    ratio1: ratio(0.01, 32, 1),
    ratio2: ratio(0.01, 32, 1),
    ratio3: ratio(0.01, 32, 1),
    ratio4: ratio(0.01, 32, 1),
    level1: factor(0, 1, 1),
    level2: level,
    level3: level,
    level4: level,
    attack1: attack,
    attack2: attack,
    attack3: attack,
    attack4: attack,
    decay1: decay,
    decay2: decay,
    decay3: decay,
    decay4: decay,
    sustain1: sustain,
    sustain2: sustain,
    sustain3: sustain,
    sustain4: sustain,
    release: seconds(0, 20, 0.3),
  },
})
