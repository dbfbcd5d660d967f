import type { NodeDefinition, NodeSpec, NumberParam, ParamSpec } from '#shared/graph'

const through = {
  inputs: { in: { kind: 'audio' } },
  outputs: { out: { kind: 'audio' } },
} satisfies Partial<NodeSpec>

/** A few nodes like those that the built-in plugins bring, for tests and for looking at the window alone. */
export const definitions: NodeDefinition[] = [
  node('oscillator', 'Generators', 'generator', {
    label: 'Oscillator',
    description: 'Band-limited sine, saw, square and triangle.',
    outputs: { out: { kind: 'audio' } },
    params: {
      shape: choice('Shape', ['sine', 'saw', 'square', 'triangle']),
      frequency: number('Frequency', 'Hz', 20, 20_000, 220, 'exponential'),
      level: number('Level', 'dB', -60, 12, -6),
    },
  }),
  node('noise', 'Generators', 'generator', {
    label: 'Noise',
    description: 'White noise that is the same at every play.',
    outputs: { out: { kind: 'audio' } },
    params: { level: number('Level', 'dB', -60, 12, -18) },
  }),
  node('player', 'Generators', 'generator', {
    label: 'Player',
    description: 'Plays a sound of the project from disk, at any length.',
    outputs: { out: { kind: 'audio' } },
    params: {
      sound: { kind: 'file', label: 'Sound', accept: 'audio', default: '' },
      start: number('Start', 's', 0, 600, 0),
      level: number('Level', 'dB', -60, 12, 0),
      loop: { kind: 'toggle', label: 'Loop', default: false },
    },
  }),
  node('lfo', 'Generators', 'generator', {
    label: 'LFO',
    description: 'A slow oscillator that turns knobs.',
    outputs: { out: { kind: 'control' } },
    params: { rate: number('Rate', 'Hz', 0.01, 20, 1, 'exponential') },
  }),
  node('gain', 'Effects', 'effect', {
    label: 'Gain',
    description: 'Changes the level.',
    ...through,
    params: { gain: number('Gain', 'dB', -60, 24, 0) },
  }),
  node('drive', 'Effects', 'effect', {
    label: 'Drive',
    description: 'Soft saturation, from warm to torn.',
    ...through,
    params: {
      drive: number('Drive', 'dB', 0, 36, 6),
      tone: number('Tone', '%', 0, 100, 50),
      mix: number('Mix', '%', 0, 100, 100),
    },
  }),
  node('pan', 'Effects', 'effect', {
    label: 'Pan',
    description: 'Places a sound between left and right.',
    ...through,
    params: { pan: number('Pan', '', -1, 1, 0) },
  }),
  node('filter', 'Effects', 'effect', {
    label: 'Filter',
    description: 'A biquad of all eight types, smooth under modulation.',
    tags: ['eq', 'biquad', 'low-pass'],
    ...through,
    inputs: { in: { kind: 'audio' }, cutoff: { kind: 'control', label: 'Cutoff' } },
    params: {
      mode: choice('Mode', ['low-pass', 'high-pass', 'band-pass', 'notch', 'peak', 'all-pass']),
      cutoff: number('Cutoff', 'Hz', 20, 20_000, 1200, 'exponential'),
      q: number('Q', '', 0.1, 20, 0.7, 'exponential'),
      gain: number('Gain', 'dB', -24, 24, 0),
    },
  }),
  node('delay', 'Effects', 'effect', {
    label: 'Delay',
    description: 'Echoes that fade.',
    ...through,
    params: {
      time: number('Time', 's', 0.001, 4, 0.35, 'exponential'),
      feedback: number('Feedback', '%', 0, 99, 35),
      mix: number('Mix', '%', 0, 100, 30),
    },
  }),
  node('mixer', 'Utilities', 'effect', {
    label: 'Mixer',
    description: 'Eight inputs, each with level and pan.',
    inputs: Object.fromEntries(
      eight(index => [`in${index}`, { kind: 'audio', label: `In ${index}` }]),
    ),
    outputs: { out: { kind: 'audio' } },
    params: Object.fromEntries(
      eight(index => index).flatMap((index): [string, ParamSpec][] => [
        [`level${index}`, number(`Level ${index}`, 'dB', -60, 12, 0)],
        [`pan${index}`, number(`Pan ${index}`, '', -1, 1, 0)],
      ]),
    ),
  }),
  node('meter', 'Analyzers', 'analyzer', {
    label: 'Meter',
    description: 'Peak and loudness of what goes through it.',
    ...through,
  }),
  node('output', 'Utilities', 'output', {
    label: 'Output',
    description: 'What comes in here is heard.',
    inputs: { in: { kind: 'audio' } },
    params: { level: number('Level', 'dB', -60, 12, 0) },
  }),
]

function node(
  id: string,
  category: string,
  kind: NodeSpec['kind'],
  spec: Pick<NodeSpec, 'label' | 'description'> & Partial<NodeSpec>,
): NodeDefinition {
  return {
    type: `${id}/${id}`,
    plugin: id,
    pluginVersion: '0.1.0',
    category,
    kind,
    tags: [],
    inputs: {},
    outputs: {},
    params: {},
    dsp: { form: 'script' },
    ...spec,
  }
}

function number(
  label: string,
  unit: string,
  min: number,
  max: number,
  standard: number,
  curve: NumberParam['curve'] = 'linear',
): NumberParam {
  return { kind: 'number', label, unit, min, max, default: standard, curve }
}

function choice(label: string, options: readonly string[]): ParamSpec {
  return {
    kind: 'choice',
    label,
    default: options[0] ?? '',
    options: options.map(option => ({
      id: option,
      label: option.charAt(0).toUpperCase() + option.slice(1),
    })),
  }
}

function eight<T>(make: (index: number) => T): T[] {
  return Array.from({ length: 8 }, (_item, index) => make(index + 1))
}
