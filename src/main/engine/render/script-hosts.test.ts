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

function node(
  id: string,
  name: string,
  body: string,
  place: ScriptPlace,
  bodies: Readonly<Record<string, string>> = { node: body },
): EngineNode {
  const path = join(folder, `${name}.js`)
  const made = Object.entries(bodies).map(([key, code]) => `${key}: () => { ${code} }`)
  writeFileSync(path, `export default { nodes: { ${made.join()} } }`)
  return {
    ...kernelNode(id, 'gain', {}, true),
    label: id,
    dsp: {
      form: 'script',
      code: { plugin: name, node: id in bodies ? id : 'node', path, place },
    },
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

/** What its cables must not carry on: no numbers, infinities, denormals, and zeros with a sign, which it tells apart. */
const wild = `
  let n = 0
  return { process({ inputs, outputs, frames }) {
    for (let i = 0; i < frames; i++, n++) {
      const heard = inputs.in[0][i]
      const odd = [NaN, -Infinity, 1e-42, -0][n % 97]
      outputs.out[0][i] = odd ?? (Object.is(heard, -0) ? 1 : heard === 0 ? 0.25 : heard * 0.9)
    }
  } }`
const failing = `
  let n = 0
  return { process({ inputs, outputs }) {
    if (++n > 20) throw new Error('enough')
    outputs.out[0].set(inputs.in[0].map(sample => sample / 2))
  } }`

/** All of one plugin’s process, one behind the other; two hear the same, and one hears what is no neighbour. */
function row(place: ScriptPlace, third: string) {
  const bodies = { a: delay, b: wild, c: third, d: wild, e: delay }
  const nodes = Object.entries(bodies).map(([id, body]) => node(id, 'row', body, place, bodies))
  const wires = ['noise>a', 'a>b', 'b>c', 'b>d', 'd>half', 'half>e', 'c>output', 'e>output']
  return graphOf([noise, ...nodes, kernelNode('half', 'gain', { gain: 0.5 }, true)], wires)
}

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

  test.each([
    ['all of which sound', delay],
    ['one of which fails in the middle', failing],
  ])(
    'neighbours in one process, %s, give the very samples that they give in the engine',
    (_name, third) => {
      using here = new InProcess(row('engine', third))
      const expected = here.render(16_384)
      expect(Math.max(...expected)).toBeGreaterThan(0.1)
      using there = new InProcess(row('host', third))
      expect(sameBits(there.render(16_384, [128, 384, 1024]), expected)).toBe(true)
      // How often they are told follows from the blocks.
      const told = (run: InProcess) =>
        new Set(run.troubles.map(([id, { code, message }]) => [id, code, message].join(' ')))
      expect(told(there)).toEqual(told(here))
      expect(there.troubles.some(([id]) => id === 'c')).toBe(third === failing)
    },
  )

  test('neighbours in one process are asked together: once a block, however many they are', () => {
    const ids = Array.from({ length: 8 }, (_, index) => `n${index}`)
    const chain = (place: ScriptPlace) =>
      graphOf(
        [noise, ...ids.map(id => node(id, 'chain', delay, place))],
        ['noise>n0', ...ids.slice(1).map((id, index) => `n${index}>${id}`), 'n7>output'],
      )
    using here = new InProcess(chain('engine'))
    using there = new InProcess(chain('host'))
    const before = there.scripts.hosts.questions
    expect(sameBits(there.render(8192, [256]), here.render(8192, [256]))).toBe(true)
    expect(there.scripts.hosts.questions - before).toBe(32)
  })
})
