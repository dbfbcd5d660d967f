import { describe, expect, test } from 'vitest'
import { emptyProject, type ParamValue, type Project } from '#shared/graph'
import { buildEngineGraph, type EngineGraph } from '../engine'
import { InProcess } from '../engine/testing/in-process'
import { peakOf } from './testing/bits'
import { TestSounds } from './testing/test-sounds'
import { catalog, code, put, wire } from './testing/under-test'

const FRAMES = 49_152
const sizes = [[1024], [128, 640, 256]] as const

/** A track with short notes at odd times. */
function withTrack(): Project {
  const document = emptyProject('p', 'Latency')
  put(document, 'track', 'note-track/note-track')
  const notes = [0.011, 0.3, 0.517, 1.25].map((start, index) => {
    const id = `m${index}`
    return [id, { id, start, length: 0.1, key: 48 + index * 5, velocity: 1 }] as const
  })
  document.clips['k'] = {
    ...{ kind: 'notes', id: 'k', node: 'track', start: 0, length: 4, offset: 0 },
    notes: Object.fromEntries(notes),
  }
  return document
}

function graphOf(document: Project, sounds: TestSounds['sounds'] = new Map()): EngineGraph {
  return buildEngineGraph(document, { catalog, code, sounds })
}

/** Hears sound, and notes as a gate: what goes in at one moment comes out at one moment. */
const meeting: EngineGraph['nodes'][string] = {
  ...{ id: 'meeting', label: 'Meeting', kind: 'node', bypassed: false, params: {}, sounds: {} },
  inputs: { in: { kind: 'audio' }, notes: { kind: 'notes' } },
  outputs: { sound: { kind: 'audio', channels: 'input' }, gate: { kind: 'control' } },
  dsp: {
    form: 'kernels',
    kernels: {
      pass: { kernel: 'gain', params: { gain: 1 } },
      gate: { kernel: 'note-to-control', params: {} },
    },
    cables: ['in -> pass.in', 'pass.out -> sound', 'notes -> gate.notes', 'gate.gate -> gate'],
  },
}

/** Frames at which two outputs of the meeting rise: the sound through a limiter, the notes as they are. */
function rises(lookahead: number, partition: readonly number[]): [number[], number[]] {
  const document = withTrack()
  put(document, 'gate', 'note-to-control/note-to-control')
  put(document, 'sound', 'to-audio/to-audio', { cut: 0 })
  put(document, 'late', 'limiter/limiter', { lookahead })
  wire(document, { node: 'track', port: 'out' }, { node: 'gate', port: 'notes' })
  wire(document, { node: 'gate', port: 'gate' }, { node: 'sound', port: 'in' })
  wire(document, { node: 'sound', port: 'out' }, { node: 'late', port: 'in' })
  const built = graphOf(document)
  const cable = (id: string, from: string, to: string) => ({
    [id]: { id, from: { node: from, port: 'out' }, to: { node: 'meeting', port: to } },
  })
  const graph = {
    ...built,
    nodes: { ...built.nodes, meeting },
    cables: { ...built.cables, ...cable('s', 'late', 'in'), ...cable('n', 'track', 'notes') },
  }
  using run = new InProcess(graph)
  const taps = ['sound', 'gate'].map(port => ({ node: 'meeting', port }))
  run.renderer.commit([{ op: 'set-taps', taps }])
  run.renderer.rewind(0)
  const found: [number[], number[]] = [[], []]
  const before = [0, 0]
  for (let at = 0, turn = 0; at < FRAMES; turn++) {
    const frames = partition[turn % partition.length] ?? 1024
    run.renderer.render(frames)
    found.forEach((list, index) => {
      const first = (run.renderer.tap(index)?.bus.at ?? 0) >>> 2
      const samples = run.renderer.kernels.arena.floats.subarray(first, first + frames)
      samples.forEach((sample, frame) => {
        if (Math.abs(sample) > 1e-6 && Math.abs(before[index] ?? 0) <= 1e-6) list.push(at + frame)
        before[index] = sample
      })
    })
    at += frames
  }
  return found
}

describe('A-03 notes wait for sound that is late', () => {
  test.each([0.001, 0.005, 0.01])(
    'with a look-ahead of %f s beside them they come with the sound, to the frame',
    lookahead => {
      const [sound, gate] = rises(lookahead, sizes[0])
      expect(gate).toHaveLength(4)
      expect(sound).toEqual(gate)
      expect(rises(lookahead, sizes[1])).toEqual([sound, gate])
    },
  )
})

/** Something that plays by the timeline. */
interface Player {
  readonly type: string
  readonly params: Readonly<Record<string, ParamValue>>
  /** The parameter that is moved by nothing, from a cable that is late. */
  readonly moved: string
  readonly input?: string
}

const players: readonly Player[] = [
  { type: 'fm/fm', params: {}, moved: 'feedback', input: 'notes' },
  { type: 'player/player', params: { sound: 'a' }, moved: 'level' },
  { type: 'sequencer/sequencer', params: {}, moved: 'transpose' },
  { type: 'clock/clock', params: {}, moved: 'swing' },
]

/** What makes an output heard that is not sound. */
const LISTENERS: Readonly<Record<string, string>> = {
  notes: 'fm/fm',
  control: 'to-audio/to-audio',
}

/**
 * What is heard of a player; what looks ahead on another way makes the graph late in any case: by whole steps of 16
 * frames, in which envelopes go.
 */
function heard(player: Player, moved: boolean, sounds: TestSounds['sounds']): Float32Array {
  const document = withTrack()
  put(document, 'player', player.type, player.params)
  put(document, 'noise', 'noise/noise', { level: -60 })
  put(document, 'late', 'compressor/compressor', { lookahead: 0.01 })
  put(document, 'follower', 'follower/follower')
  wire(document, { node: 'noise', port: 'out' }, { node: 'late', port: 'in' })
  wire(document, { node: 'late', port: 'out' }, { node: 'follower', port: 'in' })
  wire(document, { node: 'late', port: 'out' }, { node: 'output', port: 'in' })
  if (player.input) {
    wire(document, { node: 'track', port: 'out' }, { node: 'player', port: player.input })
  }
  if (moved) {
    wire(document, { node: 'follower', port: 'out' }, { node: 'player', port: player.moved }, 0)
  }
  const [[out, { kind }] = ['', { kind: 'audio' }]] = Object.entries(
    catalog.get(player.type)?.outputs ?? {},
  )
  const listener = LISTENERS[kind]
  const input = kind === 'notes' ? 'notes' : 'in'
  let end = { node: 'player', port: out }
  if (listener !== undefined) {
    put(document, 'listener', listener)
    wire(document, end, { node: 'listener', port: input })
    end = { node: 'listener', port: 'out' }
  }
  wire(document, end, { node: 'output', port: 'in' })
  using run = new InProcess(graphOf(document, sounds))
  expect(run.troubles).toEqual([])
  return run.render(FRAMES)
}

describe('A-03 what plays by the timeline plays with the others, though its sound is late', () => {
  test.each(players)('$type', player => {
    using sounds = new TestSounds()
    sounds.add('a', 44_100, 2, 40_000)
    const plain = heard(player, false, sounds.sounds)
    expect(peakOf(plain)).toBeGreaterThan(0.01)
    const moved = heard(player, true, sounds.sounds)
    // A frame beside it the difference would be as large as the sound.
    const apart = moved.map((sample, index) => sample - (plain[index] ?? 0))
    expect(peakOf(apart)).toBeLessThan(1e-6)
  })
})
