import { describe, expect, test } from 'vitest'
import { emptyProject, type ParamValue } from '#shared/graph'
import { buildEngineGraph } from '../engine'
import { InProcess } from '../engine/testing/in-process'
import { builtInPlugins, loadPlugins } from './load-plugins'

const { catalog, code, found } = loadPlugins({ builtIn: builtInPlugins() })
const FRAMES = 4_096

/** What is heard of noise through a node's output; without a type the noise itself. */
function heard(type?: string, params: Record<string, ParamValue> = {}, port = 'out'): number[] {
  const project = emptyProject('p', 'Mixing')
  const { nodes, cables } = project.graph
  const position = { x: 0, y: 0 }
  nodes['noise'] = { id: 'noise', type: 'noise/noise', position, params: {} }
  const to = { node: 'output', port: 'in' }
  if (type === undefined) {
    cables['direct'] = { id: 'direct', from: { node: 'noise', port: 'out' }, to }
  } else {
    nodes['node'] = { id: 'node', type, position, params }
    const input = { node: 'node', port: 'in' }
    cables['in'] = { id: 'in', from: { node: 'noise', port: 'out' }, to: input }
    cables['out'] = { id: 'out', from: { node: 'node', port }, to }
  }
  using run = new InProcess(buildEngineGraph(project, { catalog, code, found, sounds: new Map() }))
  return [...run.render(FRAMES)]
}

function expectScaled(samples: readonly number[], factor: number): void {
  const noise = heard()
  const furthest = noise.map((value, index) => Math.abs(value * factor - (samples[index] ?? 0)))
  expect(Math.max(...furthest)).toBeLessThan(1e-6)
}

/** A gain whose level goes from −72 dB to 24 dB and back. */
function swept(type: string): readonly number[] {
  const project = emptyProject('p', 'Sweep')
  const { nodes, cables } = project.graph
  const position = { x: 0, y: 0 }
  nodes['noise'] = { id: 'noise', type: 'noise/noise', position, params: {} }
  const gain = [
    { time: 0.002, value: -72, curve: 'linear' as const },
    { time: 0.03, value: 24, curve: 'spline' as const },
    { time: 0.08, value: -20, curve: 'hold' as const },
  ]
  nodes['gain'] = { id: 'gain', type, position, params: {}, automation: { gain } }
  const through = { node: 'gain', port: 'in' }
  cables['in'] = { id: 'in', from: { node: 'noise', port: 'out' }, to: through }
  const out = { node: 'gain', port: 'out' }
  cables['out'] = { id: 'out', from: out, to: { node: 'output', port: 'in' } }
  using run = new InProcess(buildEngineGraph(project, { catalog, code, found, sounds: new Map() }))
  return [...run.render(FRAMES)]
}

describe('A-01 mixing nodes', () => {
  test('gain is a level in dB, automated as by the script to the rounding of f32', () => {
    expectScaled(heard('gain/gain', { gain: -20 }), 0.1)
    expect(heard('gain/gain')).toEqual(heard())
    const script = swept('script-gain/script-gain')
    swept('gain/gain').forEach((value, index) => {
      const wanted = script[index] ?? 0
      expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1e-9 + 2e-6 * Math.abs(wanted))
    })
  })

  test('a send is taken before or after the level, and the level goes on', () => {
    const params = { level: -6, through: -12 }
    expectScaled(heard('send/send', params), 10 ** (-12 / 20))
    expectScaled(heard('send/send', params, 'send'), 10 ** (-18 / 20))
    expectScaled(heard('send/send', { ...params, tap: 'pre' }, 'send'), 10 ** (-6 / 20))
  })

  test('a channel strip has its level, and at pan 1 the left joins the right', () => {
    const params = { level: -6 }
    const noise = heard()
    const high = heard('channel-strip/channel-strip', params)
    const power = (samples: readonly number[]) => samples.reduce((sum, x) => sum + x * x, 0)
    // 10 Hz of high-pass take nearly nothing from white noise.
    expect(power(high) / power(noise)).toBeCloseTo(10 ** (-6 / 10), 2)
    const right = heard('channel-strip/channel-strip', { ...params, pan: 1, width: 0 })
    expect(Math.max(...right.filter((_, index) => index % 2 === 0).map(Math.abs))).toBeLessThan(
      1e-6,
    )
  })
})
