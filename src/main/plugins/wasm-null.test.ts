import { describe, expect, test } from 'vitest'
import { emptyProject } from '#shared/graph'
import { buildEngineGraph } from '../engine'
import { InProcess } from '../engine/testing/in-process'
import { catalog, code, found, put, wire } from './testing/under-test'

const FRAMES = 48_000

/** Noise through a gain that moves from silence to its most and back. */
function render(type: string): Float32Array {
  const document = emptyProject('p', 'Null')
  put(document, 'noise', 'noise/noise', { level: -12 })
  put(document, 'node', type)
  const node = document.graph.nodes['node']
  if (node !== undefined) {
    node.automation = {
      gain: [
        { time: 0, value: -72, curve: 'linear' },
        { time: 0.4, value: 12, curve: 'linear' },
        { time: 0.9, value: -30, curve: 'hold' },
      ],
    }
  }
  wire(document, { node: 'noise', port: 'out' }, { node: 'node', port: 'in' })
  wire(document, { node: 'node', port: 'out' }, { node: 'output', port: 'in' })
  using run = new InProcess(buildEngineGraph(document, { catalog, code, found, sounds: new Map() }))
  const heard = run.render(FRAMES)
  expect(run.troubles).toEqual([])
  return heard
}

describe('S2-22 one DSP in two languages', () => {
  test('the Wasm plugin and the JavaScript plugin cancel to below −140 dB', () => {
    const script = render('script-gain/script-gain')
    const wasm = render('wasm-gain/wasm-gain')
    let [peak, rest] = [0, 0]
    for (let i = 0; i < script.length; i++) {
      peak = Math.max(peak, Math.abs(script[i] ?? 0))
      rest = Math.max(rest, Math.abs((script[i] ?? 0) - (wasm[i] ?? 0)))
    }
    expect(peak).toBeGreaterThan(0.5)
    expect(20 * Math.log10(rest / peak || Number.MIN_VALUE)).toBeLessThan(-140)
  })
})
