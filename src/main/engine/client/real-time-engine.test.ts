import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { QUANTUM, unwrap } from '#shared/kit'
import { decodeAudioBlock, type NodeTrouble } from '#shared/contract'
import { silentLog } from '../../kit'
import type { EngineGraph, EngineNode } from '../graph'
import { RealTimeEngine } from './real-time-engine'
import { renderOffline } from './render-offline'

const folder = mkdtempSync(join(tmpdir(), 'engine-'))
afterAll(() => rmSync(folder, { recursive: true }))

const audio = { kind: 'audio', channels: 'input' } as const
const common = { label: 'Node', bypassed: false, params: {}, sounds: {} }

function oscillator(id: string, frequency: number): EngineNode {
  return {
    ...common,
    id,
    kind: 'generator',
    inputs: {},
    outputs: { out: { kind: 'audio', channels: 1 } },
    dsp: {
      form: 'kernels',
      kernels: {
        osc: { kernel: 'oscillator', params: { frequency, waveform: 1 } },
        amp: { kernel: 'gain', params: { gain: 0.25 } },
      },
      cables: ['osc.out -> amp.in', 'amp.out -> out'],
    },
  }
}

/** A script effect whose process runs `body`. */
function script(id: string, body: string): EngineNode {
  const path = join(folder, `${id}.js`)
  const code = `let calls = 0; export default { nodes: { node: () => ({ process({ inputs, outputs, frames }) { calls += 1; ${body} } }) } }`
  writeFileSync(path, code)
  return {
    ...common,
    id,
    label: id,
    kind: 'effect',
    inputs: { in: { kind: 'audio' } },
    outputs: { out: audio },
    dsp: { form: 'script', code: { plugin: id, node: 'node', path } },
  }
}

const output: EngineNode = {
  ...common,
  id: 'output',
  kind: 'output',
  inputs: { in: { kind: 'audio' } },
  outputs: {},
  dsp: { form: 'kernels', kernels: {}, cables: [] },
}
const halve = 'for (let i = 0; i < frames; i++) outputs.out[0][i] = inputs.in[0][i] * 0.5'

function graphOf(nodes: EngineNode[], cables: readonly string[]): EngineGraph {
  return {
    transport: { sampleRate: 48_000, length: 48_000 * 60 },
    nodes: Object.fromEntries([...nodes, output].map(node => [node.id, node])),
    cables: Object.fromEntries(
      cables.map((wire, index) => {
        const [from = '', to = ''] = wire.split('>')
        const id = `c${index}`
        return [id, { id, from: { node: from, port: 'out' }, to: { node: to, port: 'in' } }]
      }),
    ),
  }
}

/** Plays and pulls blocks one by one, as the page does, until there are enough. */
async function play(
  engine: RealTimeEngine,
  blocks: number,
  onBlock: (count: number) => void = () => {},
) {
  const samples: Float32Array[] = []
  const { promise, resolve } = Promise.withResolvers<void>()
  const { epoch } = engine.play(0)
  using _blocks = engine.blocks.on(bytes => {
    const block = decodeAudioBlock(bytes.buffer)
    if (block === undefined) return
    for (let at = 0; at < block.samples.length; at += QUANTUM * 2) {
      samples.push(block.samples.slice(at, at + QUANTUM * 2))
    }
    onBlock(samples.length)
    if (samples.length >= blocks) resolve()
    else engine.pull({ epoch, blocks: 1 })
  })
  engine.pull({ epoch, blocks: 4 })
  await promise
  return samples
}

function troublesOf(engine: RealTimeEngine): readonly NodeTrouble[] {
  return engine.present.flatMap(event => (event.kind === 'troubles' ? event.troubles : []))
}

function hash(samples: readonly Float32Array[]): string {
  const sum = createHash('sha256')
  for (const part of samples) {
    sum.update(new Uint8Array(part.buffer, part.byteOffset, part.byteLength))
  }
  return sum.digest('hex')
}

async function offline(graph: EngineGraph, frames: number) {
  const job = { path: join(folder, 'offline.wav'), format: 'wav32f', from: 0, to: frames } as const
  return unwrap(await renderOffline({ graph, log: silentLog, job }))
}

describe('A-02 what is heard is what is exported', () => {
  test.each([
    ['kernels', [oscillator('a', 220), oscillator('b', 331)], ['a>output', 'b>output']],
    ['a script', [oscillator('a', 220), script('s', halve)], ['a>s', 's>output']],
    [
      'a loop',
      [oscillator('a', 220), script('s', halve), script('t', halve)],
      ['a>s', 's>t', 't>s', 's>output'],
    ],
  ] as const)(
    '%s: real time gives the bits of the offline render',
    async (_name, nodes, cables) => {
      const graph = graphOf([...nodes], cables)
      await using engine = new RealTimeEngine(silentLog)
      engine.load('p', graph)
      const heard = await play(engine, 80)
      const exported = await offline(graph, 80 * 128)
      expect(hash(heard.slice(0, 80))).toBe(exported.sha256)
      expect(exported.peakDb).toBeGreaterThan(-30)
    },
  )
})

describe('A-04 a cable that closes a loop', () => {
  test('delays by one quantum', async () => {
    const impulse = script('impulse', 'if (calls === 1) outputs.out[0][0] = 1')
    const graph = graphOf(
      [oscillator('a', 20), impulse, script('s', halve), script('t', halve)],
      ['a>impulse', 'impulse>s', 's>t', 't>s', 's>output'],
    )
    await using engine = new RealTimeEngine(silentLog)
    engine.load('p', graph)
    const heard = await play(engine, 4)
    expect(heard.slice(0, 3).map(block => block[0])).toEqual([0.5, 0.125, 0.03125])
  })
})

describe('hostile scripts: the rest of the graph goes on sounding', () => {
  const cases: [name: string, body: string, code: string][] = [
    ['S09 loops for ever', 'if (calls > 20) for (;;) {}', 'script-timeout'],
    ['throws', `if (calls > 20) throw new Error('no')`, 'script-threw'],
    [
      'S15 allocates without end',
      'if (calls > 20) { const held = []; for (;;) held.push(new Array(10000).fill({})) }',
      'script-memory',
    ],
    ['S13 hangs in a native call', 'if (calls > 20) new Array(1e9).fill(0)', 'script-hung'],
  ]
  test.each(cases)('%s', async (_name, body, code) => {
    const bad = script('bad', `${halve}; ${body}`)
    const graph = graphOf(
      [oscillator('a', 220), oscillator('b', 331), bad],
      ['a>bad', 'bad>output', 'b>output'],
    )
    await using engine = new RealTimeEngine(silentLog)
    engine.load('p', graph)
    const heard = await play(engine, 200)
    const peaks = heard.slice(60).map(block => Math.max(...block))
    expect(Math.min(...peaks.map(Math.abs))).toBeGreaterThan(0.01)
    const [trouble] = troublesOf(engine)
    expect(trouble).toMatchObject({ node: 'bad', state: 'bypassed' })
    expect(
      code === 'script-memory' ? ['script-memory', 'script-hung', 'script-timeout'] : [code],
    ).toContain(trouble?.code)
  })

  test('the export of the same graph ends, and names what it left out', async () => {
    const bad = script('bad', 'new Array(1e9).fill(0)')
    const graph = graphOf([oscillator('a', 220), bad], ['a>bad', 'bad>output', 'a>output'])
    const report = await offline(graph, 48_000)
    expect(report.bypassed).toEqual(['bad'])
    expect(report.peakDb).toBeGreaterThan(-20)
  })
})
