import { emptyProject, type Project } from '../project'

const empty = emptyProject('full', 'Full')

/** A project with something in every corner, for tests that go through its fields. */
export const fullProject: Project = {
  ...empty,
  transport: {
    ...empty.transport,
    tempoMap: [{ beat: 8, bpm: 140, curve: 'linear' }],
    signatures: [{ bar: 3, beats: 7, unit: 8 }],
    markers: [{ id: 'verse', beat: 16, name: 'Verse', colour: '#3c8dbc' }],
  },
  clips: {
    notes: {
      id: 'notes',
      kind: 'notes',
      node: 'track',
      start: 4,
      length: 8,
      offset: 0.5,
      loop: 4,
      name: 'Riff',
      colour: '#c0ffee',
      muted: true,
      notes: {
        n1: {
          id: 'n1',
          start: 0.5,
          length: 0.25,
          key: 60.5,
          velocity: 0.75,
          release: 0.5,
          pitch: [{ beat: 0.125, value: -2.5 }],
          pressure: [{ beat: 0.125, value: 0.25 }],
          timbre: [{ beat: 0.125, value: 0.25 }],
        },
      },
    },
    curve: {
      id: 'curve',
      kind: 'automation',
      node: 'a',
      param: 'gain',
      start: 4.5,
      length: 8.5,
      name: 'Swell',
      colour: '#c0ffee',
      muted: true,
      points: [{ beat: 0.5, value: -6.5, curve: 'spline' }],
    },
  },
  performer: {
    controls: [{ id: 'k', node: 'a', param: 'gain', label: 'Level', row: 1, column: 2 }],
  },
  snapshots: {
    loud: { id: 'loud', name: 'Loud', node: 'a', values: { a: { gain: 6 } } },
  },
  graph: {
    groups: {
      outer: {
        id: 'outer',
        label: 'Outer',
        position: { x: 5, y: 6 },
        color: 'pink',
        collapsed: true,
        bypassed: true,
        muted: true,
        soloed: true,
        ports: {
          inputs: [{ id: 'in', label: 'In', node: 'a', port: 'in' }],
          outputs: [{ id: 'out', label: 'Out', node: 'a', port: 'out' }],
        },
        knobs: [{ id: 'level', label: 'Level', node: 'a', param: 'gain' }],
      },
      inner: {
        id: 'inner',
        label: 'Inner',
        position: { x: 7, y: 8 },
        group: 'outer',
        ports: { inputs: [], outputs: [] },
        knobs: [],
      },
    },
    notes: {
      remark: {
        id: 'remark',
        position: { x: 9, y: 10 },
        size: { width: 200, height: 100 },
        text: 'Louder here',
        color: 'yellow',
        group: 'inner',
      },
    },
    midi: {
      turn: { id: 'turn', node: 'a', param: 'gain', channel: 2, controller: 7, device: 'Keys' },
    },
    nodes: {
      a: {
        id: 'a',
        type: 'gain/gain',
        position: { x: 1, y: 2 },
        label: 'A',
        params: { gain: -6 },
        automation: { gain: [{ time: 0, value: -6, curve: 'linear' }] },
        bypassed: true,
        muted: true,
        soloed: true,
        group: 'inner',
        color: 'teal',
        collapsed: true,
        preset: { name: 'Warm' },
        data: { own: [1, 'two', false] },
      },
      track: { id: 'track', type: 'note-track/note-track', position: { x: 1, y: 4 }, params: {} },
      lfo: { id: 'lfo', type: 'lfo/lfo', position: { x: 1, y: 6 }, params: {} },
      output: { id: 'output', type: 'output/output', position: { x: 3, y: 4 }, params: {} },
    },
    cables: {
      turn: {
        id: 'turn',
        from: { node: 'lfo', port: 'out' },
        to: { node: 'a', port: 'gain' },
        depth: -0.5,
      },
      c: { id: 'c', from: { node: 'a', port: 'out' }, to: { node: 'output', port: 'in' } },
    },
  },
  assets: {
    ['a'.repeat(64)]: {
      sha256: 'a'.repeat(64),
      name: 'kick.wav',
      path: 'audio/kick.wav',
      bytes: 100,
      sampleRate: 48_000,
      channels: 2,
      frames: 20,
    },
  },
  plugins: { gain: { version: '1.0.0' } },
}
