import type { EngineNode } from '../graph'

/** Nanoseconds a frame. */
export type Cost = number

/**
 * What a kernel takes in stereo, as measured one at a time with its parameters at rest; those that are not named take
 * less than `KERNEL`. What counts is how they compare, which is much the same on all machines.
 */
const costs: Readonly<Record<string, Cost>> = {
  'pitch-shift': 109,
  vocoder: 72,
  convolver: 60,
  reverb: 43,
  tuner: 37,
  wavetable: 33,
  'fm-voice': 30,
  ladder: 27,
  tempo: 23,
  'dynamic-band': 20,
  onset: 20,
  'modulated-delay': 19,
  spectrum: 17,
  limiter: 14,
  'voice-filter': 13,
  arpeggiator: 12,
  sequencer: 12,
  saturator: 12,
  loudness: 11,
  'voice-oscillator': 11,
  sampler: 10,
  phaser: 9,
  transient: 9,
  compressor: 8,
  gate: 7,
  scope: 6,
  crusher: 6,
  key: 6,
  'auto-pan': 6,
  svf: 6,
  step: 5,
  tremolo: 5,
  delay: 5,
  lfo: 4,
  biquad: 0.5,
  mixer: 2,
  pan: 0.4,
  gain: 0.2,
}
const KERNEL: Cost = 2
/** A call into a sandbox every quantum. */
const SCRIPT: Cost = 80
/** What a voice is worth that sounds part of the time. */
const VOICE = 0.5
/** Whatever a node is: its sums, its buses. */
const NODE: Cost = 1
/** Bringing a channel to the disk, and back out of the system's page cache. */
export const WRITING: Cost = 1.5
export const READING: Cost = 1

/** Roughly what a node takes. */
export function nodeCost({ dsp, bypassed, kind }: EngineNode): Cost {
  if (bypassed || kind === 'output') return NODE
  if (dsp.form === 'script') return SCRIPT
  if (dsp.form === 'kept') return READING
  const voiced = new Set(dsp.voices?.kernels)
  const voices = Math.max(1, (dsp.voices?.count ?? 0) * VOICE)
  return Object.entries(dsp.kernels).reduce(
    (sum, [key, { kernel }]) => sum + (costs[kernel] ?? KERNEL) * (voiced.has(key) ? voices : 1),
    NODE,
  )
}
