import type { EngineNode } from '../graph'

/** What a stereo frame takes, in nanoseconds; only what weighs more than most is listed. */
const costs: Readonly<Record<string, number>> = {
  convolver: 150,
  'pitch-shift': 150,
  vocoder: 150,
  reverb: 100,
  saturator: 80,
  'modulated-delay': 80,
  ladder: 40,
  limiter: 50,
  phaser: 30,
  sampler: 30,
  player: 5,
  gain: 1,
  pan: 2,
}
const KERNEL = 16
/** A call into a sandbox every quantum. */
const SCRIPT = 80
/** What a voice is worth that sounds part of the time. */
const VOICE = 0.5

/** Writing a channel to the disk, once it is rendered. */
export const WRITING = 5

/** Reading a stereo frame back. */
const READING = 2

/** Roughly what a node takes, in nanoseconds a frame. */
export function nodeCost({ dsp, bypassed, kind }: EngineNode): number {
  if (bypassed || kind === 'output') return 1
  if (dsp.form === 'script') return SCRIPT
  if (dsp.form === 'kept') return READING
  const voiced = new Set(dsp.voices?.kernels)
  const voices = Math.max(1, (dsp.voices?.count ?? 0) * VOICE)
  return Object.entries(dsp.kernels).reduce(
    (sum, [key, { kernel }]) => sum + (costs[kernel] ?? KERNEL) * (voiced.has(key) ? voices : 1),
    1,
  )
}
