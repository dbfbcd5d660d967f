import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { emptyProject, type Project } from '#shared/graph'
import { buildEngineGraph } from '../engine'
import { InProcess } from '../engine/testing/in-process'
import { builtInPlugins, loadPlugins } from './load-plugins'

const { catalog, code, found } = loadPlugins({ builtIn: builtInPlugins() })
const FRAMES = 65_536
const folder = mkdtempSync(join(tmpdir(), 'wireharp-instruments-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Nodes one behind the other, by their first ports, into the output. */
function chain(types: readonly string[]): Project {
  const document = emptyProject('p', 'Instruments')
  const { nodes, cables } = document.graph
  const ids = types.map((_, index) => `n${index}`)
  types.forEach((type, index) => {
    nodes[`n${index}`] = { id: `n${index}`, type, position: { x: 0, y: 0 }, params: {} }
  })
  ids.forEach((id, index) => {
    const type = types[index + 1]
    const [port = 'in'] = Object.keys(catalog.get(type ?? '')?.inputs ?? {})
    const node = type === undefined ? 'output' : `n${index + 1}`
    cables[id] = { id, from: { node: id, port: 'out' }, to: { node, port } }
  })
  return document
}

/** The largest sample, either way. */
function peak(samples: Float32Array): number {
  return samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
}

function start(types: readonly string[]): InProcess {
  return new InProcess(buildEngineGraph(chain(types), { catalog, code, found, sounds: new Map() }))
}

describe('A-01 instruments', () => {
  test.each(['synth/synth', 'fm/fm', 'wavetable/wavetable'])(
    '%s plays what a sequencer sends, the same for any size of blocks',
    type => {
      using one = start(['sequencer/sequencer', type])
      using other = start(['sequencer/sequencer', type])
      const samples = one.render(FRAMES)
      expect(peak(samples)).toBeGreaterThan(0.01)
      expect(peak(samples)).toBeLessThan(1.5)
      expect(other.render(FRAMES, [128, 1024, 256, 640])).toEqual(samples)
      expect([one.troubles, other.troubles]).toEqual([[], []])
    },
  )

  test('notes go through note effects', () => {
    const effects = [
      'chord/chord',
      'arpeggiator/arpeggiator',
      'note-scale/note-scale',
      'transpose/transpose',
      'note-velocity/note-velocity',
    ]
    using run = start(['sequencer/sequencer', ...effects, 'fm/fm'])
    expect(peak(run.render(FRAMES))).toBeGreaterThan(0.01)
    expect(run.troubles).toEqual([])
  })

  test('the sampler plays a recording at the pitch of the notes', () => {
    const path = join(folder, 'sine.f32')
    const frames = 48_000
    const sine = Float32Array.from({ length: frames }, (_, i) => Math.sin((Math.PI * i) / 100))
    writeFileSync(path, new Uint8Array(sine.buffer))
    const document = chain(['sequencer/sequencer', 'sampler/sampler'])
    // A key of 60 for every step: as it was recorded.
    const pitches = Array.from({ length: 16 }, (_, index): [string, number] => [
      `pitch${index + 1}`,
      0,
    ])
    const { n0: pattern, n1: instrument } = document.graph.nodes
    Object.assign(pattern?.params ?? {}, { root: 60, ...Object.fromEntries(pitches) })
    const plain = { sound1: 'sine', volume: 0, ampSustain: 100, velocity: 0 }
    Object.assign(instrument?.params ?? {}, plain)
    const sounds = new Map([['sine', { path, sampleRate: 48_000, channels: 1, frames }]])
    using run = new InProcess(buildEngineGraph(document, { catalog, code, found, sounds }))
    const left = run.render(4_096).filter((_, index) => index % 2 === 0)
    // Past the attack of a millisecond the envelope is 1.
    const errors = left.subarray(500, 2_500).map((value, i) => value - (sine[i + 500] ?? 0))
    expect(peak(errors)).toBeLessThan(1e-5)
    expect(run.troubles).toEqual([])
  })

  test('a sampler sounds from the moment on that a zone has a sound, and zones without take no room', () => {
    const path = join(folder, 'steady.f32')
    const frames = 48_000
    writeFileSync(path, new Uint8Array(new Float32Array(frames).fill(0.5).buffer))
    const sounds = new Map([['steady', { path, sampleRate: 48_000, channels: 1, frames }]])
    const document = chain(['sequencer/sequencer', 'sampler/sampler'])
    const graphOf = (params: Project['graph']['nodes'][string]['params']) => {
      Object.assign(document.graph.nodes['n1']?.params ?? {}, params)
      return buildEngineGraph(document, { catalog, code, found, sounds })
    }
    using run = new InProcess(graphOf({}))
    const empty = run.renderer.kernels.arena.used
    expect(peak(run.render(8_192))).toBe(0)
    run.load(graphOf({ sound8: 'steady' }))
    expect(peak(run.render(8_192))).toBeGreaterThan(0.01)
    expect(run.troubles).toEqual([])
    // A zone is written by all voices to one place: with sixteen it was 140 kB, and seven more of them.
    expect(run.renderer.kernels.arena.used - empty).toBeLessThan(2 ** 17 + frames * 4)
  })

  test('an instrument without notes is silent', () => {
    using run = start(['note-track/note-track', 'synth/synth'])
    expect(peak(run.render(8_192))).toBe(0)
  })
})
