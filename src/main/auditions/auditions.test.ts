import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { AuditionEvent } from '#shared/contract'
import { emptyProject } from '#shared/graph'
import { canonicalJson, ok } from '#shared/kit'
import { OfflineEngines } from '../engine'
import { rootFolder, silentLog } from '../kit'
import { createLibraryService } from '../library'
import { builtInPlugins } from '../plugins'
import { createAuditions } from '.'

const folder = mkdtempSync(join(tmpdir(), 'wireharp-audition-test-'))
let engines: OfflineEngines
// Rendering takes what the machine has left.
vi.setConfig({ testTimeout: 60_000 })
beforeAll(() => {
  engines = new OfflineEngines()
})
afterAll(async () => {
  await engines[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

const head = {
  version: '1.0.0',
  api: 1,
  author: 'Tests',
  description: 'Of a test.',
  licence: 'MIT',
  category: 'Tests',
}
const gain = {
  label: 'Half',
  description: 'Halves.',
  kind: 'effect',
  inputs: { in: { kind: 'audio' } },
  outputs: { out: { kind: 'audio', channels: 'input' } },
  params: {},
  dsp: {
    form: 'kernels',
    kernels: { amp: { kernel: 'gain', params: { gain: 0.5 } } },
    cables: ['in -> amp.in', 'amp.out -> out'],
  },
}
const script = (dsp = { form: 'script' }) => ({ ...gain, dsp })

/** A package as it is unpacked aside. */
function unpacked(id: string, node: object, files: Record<string, string> = {}) {
  const place = join(folder, id)
  mkdirSync(place, { recursive: true })
  const main = 'main.js' in files ? { main: 'main.js' } : {}
  const manifest = { id, name: id, ...head, ...main, nodes: { [id]: node } }
  for (const [name, text] of Object.entries({
    ...files,
    'plugin.json': JSON.stringify(manifest),
  })) {
    writeFileSync(join(place, name), text)
  }
  return {
    folder: place,
    version: '1.0.0',
    ...('demo.wireharp' in files && { demo: 'demo.wireharp' }),
  }
}

async function heard(id: string, preview: ReturnType<typeof unpacked>) {
  const paths = { cache: join(folder, 'cache'), data: join(folder, 'data') }
  const projects = {
    opened: () => {
      throw new Error('No project is open.')
    },
  }
  const auditions = createAuditions({
    preview: () => ok(preview),
    builtIn: builtInPlugins(),
    user: join(folder, 'none'),
    demos: join(rootFolder(), 'resources/demos'),
    library: createLibraryService({ projects, paths, log: silentLog }),
    engines,
    log: silentLog,
  })
  const events: AuditionEvent[] = []
  const call = { signal: new AbortController().signal }
  for await (const event of auditions.listen({ id }, call)) events.push(event)
  const last = events.at(-1)
  const wav = last?.kind === 'ready' ? Buffer.from(last.wav, 'base64') : undefined
  return { events, last, samples: wav && samplesOf(wav) }
}

/** Of the data chunk alone. */
function samplesOf(wav: Buffer): Int16Array {
  const at = wav.indexOf('data', 0, 'latin1')
  const bytes = Uint8Array.from(wav.subarray(at + 8, at + 8 + wav.readUInt32LE(at + 4)))
  return new Int16Array(bytes.buffer)
}

const peakOf = (samples: Int16Array | undefined, from: number, to: number) =>
  (samples ?? new Int16Array())
    .subarray(from * 96_000, to * 96_000)
    .reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)

describe('M-01 a plugin is heard before it is installed', () => {
  test('an effect gets the harp, at half its level where it halves', async () => {
    const half = await heard('half', unpacked('half', gain))
    expect(half.last).toMatchObject({ kind: 'ready', seconds: 8, by: 'phrase', node: 'Half' })
    expect(half.events.some(({ kind }) => kind === 'progress')).toBe(true)
    const amp = { kernel: 'gain', params: { gain: 1 } }
    const whole = await heard(
      'whole',
      unpacked('whole', { ...gain, dsp: { ...gain.dsp, kernels: { amp } } }),
    )
    const [quiet, loud] = [peakOf(half.samples, 0, 8), peakOf(whole.samples, 0, 8)]
    expect(loud).toBeGreaterThan(8000)
    expect(quiet / loud).toBeCloseTo(0.5, 2)
  })

  test('an instrument plays the phrase’s notes', async () => {
    const synth = readFileSync(join(rootFolder(), 'plugins/instruments/synth/plugin.json'), 'utf8')
    const preview = unpacked('beep', {})
    const manifest = synth.replace('"id": "synth"', '"id": "beep"')
    writeFileSync(join(preview.folder, 'plugin.json'), manifest)
    const { last, samples } = await heard('beep', preview)
    expect(last).toMatchObject({ kind: 'ready', by: 'phrase' })
    expect(peakOf(samples, 0, 8)).toBeGreaterThan(1000)
  })

  test('one that throws says so', async () => {
    const throws = `export default { nodes: { bad: () => ({ process() { throw new Error('no') } }) } }`
    const { last } = await heard('bad', unpacked('bad', script(), { 'main.js': throws }))
    expect(last).toMatchObject({ kind: 'failed', failure: { code: 'audition-impossible' } })
  })

  test('the demo of its author is taken where it brings one', async () => {
    const project = emptyProject('demo', 'Demo')
    project.transport.length = 2
    const at = { x: 0, y: 0 }
    project.graph.nodes['osc'] = {
      id: 'osc',
      type: 'oscillator/oscillator',
      position: at,
      params: {},
    }
    project.graph.nodes['own'] = { id: 'own', type: 'demo/demo', position: at, params: {} }
    project.graph.cables['a'] = {
      id: 'a',
      from: { node: 'osc', port: 'out' },
      to: { node: 'own', port: 'in' },
    }
    project.graph.cables['b'] = {
      id: 'b',
      from: { node: 'own', port: 'out' },
      to: { node: 'output', port: 'in' },
    }
    const files = { 'demo.wireharp': canonicalJson(project) }
    const { last, samples } = await heard('demo', unpacked('demo', gain, files))
    expect(last).toMatchObject({ kind: 'ready', seconds: 2, by: 'author' })
    expect(peakOf(samples, 0, 2)).toBeGreaterThan(1000)
    const other = await heard('other', unpacked('other', gain, files))
    expect(other.last).toMatchObject({ kind: 'failed', failure: { code: 'audition-impossible' } })
  })

  test('what makes no sound says that it cannot be heard', async () => {
    const control = { ...gain, inputs: {}, outputs: { out: { kind: 'control' } } }
    const dsp = {
      form: 'kernels',
      kernels: { c: { kernel: 'constant', params: { value: 1 } } },
      cables: ['c.out -> out'],
    }
    const { last } = await heard('mute', unpacked('mute', { ...control, dsp }))
    expect(last).toMatchObject({ kind: 'failed' })
  })
})
