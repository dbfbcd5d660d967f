/** A kernel as a script has it: `resources/script-parts/<file>.ts`. */
export interface ScriptPart {
  readonly file: string
  /** What is called: with the sample rate if it needs that, then with the output, the inputs and these parameters. */
  readonly make: string
  readonly rate: boolean
  readonly inputs: readonly string[]
  readonly params: readonly string[]
  /** Parameters that have to stand at one of these, and what has to be chosen instead. */
  readonly only?: Readonly<
    Record<string, { readonly values: readonly number[]; readonly words: string }>
  >
  /** Inputs that nothing may be wired to. */
  readonly unwired?: readonly string[]
}

const free = { values: [0], words: 'keep it off the tempo' }

/** The kernels that can be written as a script. */
export const scriptParts: Readonly<Record<string, ScriptPart>> = {
  gain: { file: 'gain', make: 'gain', rate: false, inputs: ['in'], params: ['gain'] },
  pan: { file: 'pan', make: 'pan', rate: false, inputs: ['in'], params: ['pan'] },
  constant: { file: 'constant', make: 'constant', rate: false, inputs: [], params: ['value'] },
  crossfade: {
    ...{ file: 'crossfade', make: 'crossfade', rate: false },
    inputs: ['a', 'b', 'mod'],
    params: ['position', 'law'],
  },
  'mid-side': {
    ...{ file: 'mid-side', make: 'midSide', rate: false },
    inputs: ['in'],
    params: ['direction'],
  },
  biquad: {
    ...{ file: 'biquad', make: 'biquad', rate: true },
    inputs: ['in'],
    params: ['type', 'frequency', 'q', 'resonance', 'gain', 'detune', 'damping', 'bypass'],
  },
  svf: {
    ...{ file: 'svf', make: 'svf', rate: true },
    inputs: ['in'],
    params: ['mode', 'frequency', 'q', 'modulation', 'amount'],
  },
  delay: {
    ...{ file: 'delay', make: 'delay', rate: true },
    inputs: ['in'],
    params: ['time', 'feedback', 'mix', 'damping', 'mode'],
    only: { sync: free },
  },
  saturator: {
    ...{ file: 'saturator', make: 'saturator', rate: true },
    inputs: ['in'],
    params: ['curve', 'drive', 'bias', 'tone', 'mix', 'output'],
    only: { oversampling: { values: [0], words: 'set its oversampling to None' } },
  },
  oscillator: {
    ...{ file: 'oscillator', make: 'oscillator', rate: true },
    inputs: [],
    params: ['waveform', 'frequency', 'detune', 'phase'],
  },
  lfo: {
    ...{ file: 'lfo', make: 'lfo', rate: true },
    inputs: [],
    params: ['shape', 'rate', 'depth', 'offset', 'phase', 'width', 'fade', 'polarity'],
    only: {
      sync: free,
      shape: { values: [0, 1, 2, 3, 5], words: 'choose a shape that is not random' },
    },
    unwired: ['reset'],
  },
  scale: {
    ...{ file: 'scale', make: 'scale', rate: false },
    inputs: ['in'],
    params: ['inLow', 'inHigh', 'outLow', 'outHigh', 'curve', 'clamp', 'invert'],
  },
  math: {
    ...{ file: 'math', make: 'math', rate: false },
    inputs: ['a', 'b'],
    params: ['a', 'b', 'operation', 'hysteresis'],
  },
}
