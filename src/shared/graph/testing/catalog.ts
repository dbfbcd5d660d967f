import type { NodeCatalog, NodeDefinition } from '../node-spec'

/** A few nodes with every kind of port and parameter, for tests that need a catalogue but no plugins. */
function definition(type: string, spec: Partial<NodeDefinition>): [string, NodeDefinition] {
  const plugin = type.slice(0, type.lastIndexOf('/'))
  return [
    type,
    {
      type,
      plugin,
      pluginVersion: '1.0.0',
      category: 'Test',
      label: type,
      description: '',
      kind: 'node',
      tags: [],
      inputs: {},
      outputs: {},
      params: {},
      dsp: { form: 'script' },
      ...spec,
    },
  ]
}

export const testCatalog: NodeCatalog = new Map([
  definition('output/output', { kind: 'output', inputs: { in: { kind: 'audio' } } }),
  definition('gain/gain', {
    kind: 'effect',
    inputs: { in: { kind: 'audio' } },
    outputs: { out: { kind: 'audio' } },
    params: {
      gain: {
        kind: 'number',
        label: 'Gain',
        unit: 'dB',
        min: -60,
        max: 12,
        default: 0,
        curve: 'linear',
      },
    },
  }),
  definition('player/player', {
    kind: 'generator',
    outputs: { out: { kind: 'audio', channels: 'asset' } },
    params: {
      sound: { kind: 'file', label: 'Sound', accept: 'audio', default: '' },
      loop: { kind: 'toggle', label: 'Loop', default: false },
      mode: {
        kind: 'choice',
        label: 'Mode',
        options: [
          { id: 'once', label: 'Once' },
          { id: 'loop', label: 'Loop' },
        ],
        default: 'once',
      },
    },
  }),
  definition('split/split', {
    inputs: { clip: { kind: 'clip' } },
    outputs: { part: { kind: 'clip' } },
    dsp: { form: 'job', work: 'separate' },
  }),
  definition('lfo/lfo', { outputs: { out: { kind: 'control' } } }),
  definition('note-track/note-track', {
    kind: 'generator',
    outputs: { out: { kind: 'notes' } },
  }),
  definition('audio-track/audio-track', {
    kind: 'generator',
    inputs: { in: { kind: 'audio' } },
    outputs: { out: { kind: 'audio' } },
  }),
  /** Of the control input and the parameter both are called `cutoff`. */
  definition('filter/filter', {
    kind: 'effect',
    inputs: { in: { kind: 'audio' }, cutoff: { kind: 'control' } },
    outputs: { out: { kind: 'audio' } },
    params: {
      cutoff: {
        kind: 'number',
        label: 'Cutoff',
        unit: 'Hz',
        min: 20,
        max: 20_000,
        default: 1000,
        curve: 'exponential',
      },
      poles: {
        kind: 'number',
        label: 'Poles',
        unit: '',
        min: 2,
        max: 8,
        default: 2,
        curve: 'linear',
        step: 2,
      },
    },
  }),
])
