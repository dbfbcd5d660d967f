import { emptyNode, leastManifest } from './plugin-home'

const object = { type: 'object', properties: { text: { type: 'string' } } }

/** A plugin.json with every field that there is, each with a value that fits. */
export const wholeManifest = {
  $schema: 'https://wireharp.example/plugin.schema.json',
  ...leastManifest,
  kind: 'integration',
  icon: { name: 'bell', color: 'teal' },
  main: 'main.js',
  nodes: {
    mine: emptyNode,
    script: {
      label: 'Script',
      description: 'By code.',
      kind: 'effect',
      tags: ['test'],
      inputs: {
        in: { kind: 'audio', label: 'In', doc: 'What is heard.', channels: 2 },
        pitch: { kind: 'control', polarity: 'bipolar' },
      },
      outputs: { out: { kind: 'audio', channels: 'input' } },
      params: {
        level: {
          kind: 'number',
          label: 'Level',
          doc: 'How loud.',
          unit: 'dB',
          min: -60,
          max: 12,
          default: 0,
          curve: 'linear',
          step: 0.5,
        },
        mode: {
          kind: 'choice',
          label: 'Mode',
          doc: 'Which.',
          options: [
            { id: 'a', label: 'A' },
            { id: 'b', label: 'B' },
          ],
          default: 'a',
        },
        on: { kind: 'toggle', label: 'On', doc: 'Whether.', default: true },
        sound: { kind: 'file', label: 'Sound', doc: 'What.', accept: 'audio', default: '' },
        words: {
          kind: 'text',
          label: 'Words',
          doc: 'Which.',
          lines: 3,
          placeholder: 'a slow waltz',
          default: '',
        },
      },
      latency: { frames: 64 },
      dsp: { form: 'script' },
    },
    wasm: {
      ...emptyNode,
      latency: { seconds: 0.01 },
      dsp: { form: 'wasm', module: 'dsp.wasm' },
    },
    synth: {
      label: 'Synth',
      description: 'By kernels.',
      kind: 'generator',
      inputs: { notes: { kind: 'notes' }, depth: { kind: 'control' } },
      outputs: { out: { kind: 'audio' } },
      params: {
        level: { kind: 'number', label: 'Level', unit: 'dB', min: -60, max: 12, default: 0 },
      },
      dsp: {
        form: 'kernels',
        voices: { input: 'notes', count: 4, kernels: ['tone'], params: {} },
        kernels: {
          tone: { kernel: 'oscillator', params: { frequency: { voice: 'frequency' } } },
          gain: { kernel: 'gain', params: { gain: { param: 'level', as: 'gain' } } },
        },
        cables: ['tone.out -> gain.in', 'gain.out -> out'],
      },
    },
    made: {
      ...emptyNode,
      outputs: { out: { kind: 'audio' } },
      params: {
        level: { kind: 'number', label: 'Level', unit: 'dB', min: -60, max: 12, default: 0 },
      },
      dsp: {
        form: 'graph',
        nodes: {
          tone: {
            id: 'tone',
            type: 'other/tone',
            position: { x: 0, y: 0 },
            label: 'Tone',
            group: 'box',
            color: 'blue',
            collapsed: false,
            muted: false,
            soloed: false,
            bypassed: false,
            preset: { name: 'Soft' },
            params: {},
            automation: { level: [{ time: 0, value: 0, curve: 'hold' }] },
            data: {},
          },
          gain: { id: 'gain', type: 'other/gain', position: { x: 200, y: 0 }, params: {} },
        },
        cables: {
          c: {
            id: 'c',
            from: { node: 'tone', port: 'out' },
            to: { node: 'gain', port: 'in' },
          },
        },
        groups: {
          box: {
            id: 'box',
            label: 'Box',
            position: { x: 0, y: 0 },
            ports: { inputs: [], outputs: [] },
            knobs: [],
          },
        },
        notes: {
          n: {
            id: 'n',
            text: 'Why',
            position: { x: 0, y: 0 },
            size: { width: 200, height: 80 },
          },
        },
        inputs: {},
        outputs: { out: { node: 'gain', port: 'out' } },
        params: { level: { node: 'gain', param: 'gain' } },
      },
    },
    split: {
      ...emptyNode,
      inputs: { clip: { kind: 'clip', param: 'sound' } },
      outputs: { part: { kind: 'clip' } },
      params: { sound: { kind: 'file', label: 'Sound', accept: 'audio', default: '' } },
      dsp: { form: 'job', work: 'own', hears: { sampleRate: 48_000, channels: 2 } },
    },
    clocked: {
      ...emptyNode,
      inputs: { in: { kind: 'audio' }, by: { kind: 'control' } },
      outputs: { out: { kind: 'audio' } },
      readouts: {
        level: { kernel: 'meter', readout: 'peak', label: 'Peak', unit: 'dB' },
      },
      dsp: {
        form: 'kernels',
        kernels: {
          gain: { kernel: 'gain', params: { gain: { input: 'by' } } },
          pulse: { kernel: 'gain', params: { gain: { transport: 'phase' } } },
          fixed: { kernel: 'gain', params: { gain: 0.5 } },
          meter: { kernel: 'meter', params: {} },
        },
        cables: [
          'in -> gain.in',
          'gain.out -> pulse.in',
          'pulse.out -> fixed.in',
          'fixed.out -> out',
          'fixed.out -> meter.in',
        ],
      },
    },
  },
  tools: {
    count: {
      label: 'Count',
      description: 'Counts.',
      input: object,
      output: { type: 'number' },
      timeoutMs: 500,
    },
  },
  sensors: {
    heat: {
      label: 'Heat',
      description: 'How warm it is.',
      unit: '°C',
      min: 0,
      max: 50,
      rateHz: 2,
    },
  },
  views: {
    dial: {
      label: 'Dial',
      entry: 'views/dial.html',
      place: 'node',
      node: 'script',
      messages: { in: object, out: object },
    },
  },
  workflows: { first: { label: 'First', description: 'To begin.', file: 'first.wireharp' } },
  providers: [{ kind: 'vad', name: 'quiet' }],
  models: {
    small: {
      url: 'https://example.com/small.onnx',
      mirrors: ['https://example.org/small.onnx'],
      sha256: 'a'.repeat(64),
      bytes: 1000,
      licence: 'MIT',
      strategy: 'download-on-demand',
      label: 'Small',
      nonCommercial: false,
      inputs: { x: { type: 'float32', shape: ['n', 512] } },
      outputs: { y: { type: 'float32', shape: ['n'] } },
      memoryMb: 64,
      timeoutMs: 1000,
    },
    own: { file: 'own.onnx', sha256: 'b'.repeat(64), bytes: 10, licence: 'MIT' },
  },
  permissions: ['midi', { right: 'files.read', scope: ['~/Music'], why: 'To read songs.' }],
  configSchema: object,
  defaultConfig: { text: 'hello' },
  dependencies: { other: '^1.0.0' },
  requires: {
    os: ['linux'],
    arch: ['x64'],
    files: ['/dev/null'],
    commands: ['sh'],
    memoryMb: 64,
    reason: 'no such machine',
  },
}
