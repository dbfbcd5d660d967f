import { audio, choice, factor, hertz, kernel, plain, turns } from '../define-kernel'
import { noteValues } from '../lib/note-lengths'

/**
 * A chain of all-passes of first order that a slow sine moves, mixed with the dry sound: half as many
 * notches as stages (J. O. Smith, Physical audio signal processing, “Phasing with first-order allpass
 * filters”, 2010). Each stage turns by 90° at `centre` · 2^(`depth` · sine); `depth` is in octaves. The
 * right side is `stereo` turns ahead. Coefficients are taken every 16 frames and go straight in between.
 */
export const phaser = kernel('phaser', {
  inputs: { in: audio() },
  outputs: { out: audio({ channels: 2 }) },
  params: {
    rate: hertz(0.01, 20, 0.4),
    centre: hertz(50, 10_000, 800),
    depth: plain(0, 4, 1.5),
    feedback: factor(-0.95, 0.95, 0.3),
    stereo: turns(0, 1, 0.25),
    stages: choice(['2', '4', '6', '8', '10', '12']),
    mix: factor(0, 1, 0.5),
    sync: choice(noteValues),
    tempo: plain(1, 1_000, 120),
  },
})
