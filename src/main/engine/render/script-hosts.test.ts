import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EngineNode, ScriptPlace } from '../graph'
import { graphOf, InProcess, kernelNode } from '../testing/in-process'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'script-hosts-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const delay = `
  const held = [new Float32Array(300), new Float32Array(300)]
  let at = 0
  return { process({ inputs, outputs, params, position, frames }) {
    for (let i = 0; i < frames; i++) {
      for (let c = 0; c < outputs.out.length; c++) {
        outputs.out[c][i] = held[c][at] * params.p[i] + (position % 1000) / 1e4
        held[c][at] = inputs.in[c]?.[i] ?? 0
      }
      at = (at + 1) % 300
    }
  } }`

function node(id: string, name: string, body: string, place: ScriptPlace): EngineNode {
  const path = join(folder, `${name}.js`)
  writeFileSync(path, `export default { nodes: { node: () => { ${body} } } }`)
  return {
    ...kernelNode(id, 'gain', {}, true),
    label: id,
    dsp: { form: 'script', code: { plugin: name, node: 'node', path, place } },
    params: {
      p: {
        value: 0.5,
        glides: true,
        points: [
          { time: 0, value: 0, curve: 'linear' },
          { time: 0.03, value: 1, curve: 'hold' },
          { time: 0.06, value: 0.25, curve: 'linear' },
        ],
      },
    },
  }
}

const noise = kernelNode('noise', 'noise')

function graph(place: ScriptPlace) {
  const wires = ['noise>a', 'a>b', 'b>c', 'c>output']
  return graphOf(
    [
      noise,
      node('a', 'one', delay, place),
      node('b', 'one', delay, place),
      node('c', 'two', delay, place),
    ],
    wires,
  )
}

function sameBits(a: Float32Array, b: Float32Array): boolean {
  const bits = (samples: Float32Array) =>
    Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)
  return bits(a).equals(bits(b))
}

describe('S1-03 plugins in processes of their own', () => {
  test('give the very samples that they give in the engine, however the sound is cut', () => {
    using here = new InProcess(graph('engine'))
    const expected = here.render(8192)
    expect(Math.max(...expected)).toBeGreaterThan(0.1)
    using there = new InProcess(graph('host'))
    const first = there.render(8192)
    expect(there.troubles).toEqual([])
    expect(sameBits(first, expected)).toBe(true)
    there.renderer.rewind(0)
    expect(sameBits(there.render(8192, [128, 384, 1024]), expected)).toBe(true)
    expect(there.scripts.hosts.pids).toHaveLength(2)
  })
})
