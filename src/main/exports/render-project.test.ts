import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { err, fail, unwrap } from '#shared/kit'
import { emptyProject, type Project } from '#shared/graph'
import { silentLog } from '../kit'
import { OfflineEngines } from '../engine'
import { readEmbeddedProject } from '#shared/embedded'
import { decodeSound } from '../library'
import { fileReader } from '../sound-files'
import { builtInPlugins, loadPlugins } from '../plugins'
import { renderProject, type RenderOptions } from './render-project'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wireharp-export-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const plugins = loadPlugins({ builtIn: builtInPlugins() })
const engines = new OfflineEngines()
afterAll(() => engines[Symbol.asyncDispose]())
const library = { decoded: async () => err(fail('asset-missing', '')) }

/** An oscillator whose pitch rises for two seconds. */
function sweep(): Project {
  const project = emptyProject('p', 'Sweep')
  const { nodes, cables } = project.graph
  project.transport.length = 2
  nodes['osc'] = {
    id: 'osc',
    type: 'oscillator/oscillator',
    position: { x: 0, y: 0 },
    params: {},
    automation: {
      frequency: [
        { time: 0, value: 100, curve: 'linear' },
        { time: 2, value: 2000, curve: 'hold' },
      ],
    },
  }
  cables['c'] = { id: 'c', from: { node: 'osc', port: 'out' }, to: { node: 'output', port: 'in' } }
  return project
}

function render(document: Project, options: Partial<RenderOptions> = {}) {
  const out = join(folder, 'out.wav')
  const all = { document, folder, out, replace: false, format: 'wav16', ...options } as const
  return renderProject(all, { library, plugins, engines, log: silentLog })
}

const codeOf = (result: Awaited<ReturnType<typeof render>>) =>
  result.ok ? 'ok' : result.error.code

describe('an export', () => {
  test('goes from beginning to end, whatever the loop', async () => {
    const project = sweep()
    const plain = unwrap(await render(project))
    const loop = { enabled: true, start: 0.25, end: 0.5 }
    const looping = { ...project, transport: { ...project.transport, loop } }
    const other = unwrap(await render(looping, { replace: true }))
    expect(other.sha256).toBe(plain.sha256)
    expect(plain.seconds).toBe(2)
  })

  test('T-03 has neither the metronome nor the count-in that are heard', async () => {
    const project = sweep()
    const plain = unwrap(await render(project))
    const metronome = { enabled: true, level: 0, accent: true }
    const clicking = { ...project, transport: { ...project.transport, metronome, countIn: 2 } }
    const other = unwrap(await render(clicking, { replace: true }))
    expect(other.sha256).toBe(plain.sha256)
    expect(other.frames).toBe(plain.frames)
  })

  test('keeps the tempo of the project', async () => {
    const project = sweep()
    const { nodes, cables } = project.graph
    nodes['echo'] = {
      id: 'echo',
      type: 'delay/delay',
      position: { x: 0, y: 0 },
      params: { sync: '1-4', mix: 100 },
    }
    cables['c'] = { id: 'c', from: { node: 'osc', port: 'out' }, to: { node: 'echo', port: 'in' } }
    cables['d'] = {
      id: 'd',
      from: { node: 'echo', port: 'out' },
      to: { node: 'output', port: 'in' },
    }
    const faster = { ...project, transport: { ...project.transport, tempo: 180 } }
    const [slow, fast] = [await render(project), await render(faster, { replace: true })]
    expect(unwrap(fast).sha256).not.toBe(unwrap(slow).sha256)
  })

  test('does not replace a file unasked, and leaves nothing beside it', async () => {
    writeFileSync(join(folder, 'out.wav'), 'mine')
    expect(codeOf(await render(sweep()))).toBe('file-exists')
    expect(readdirSync(folder)).toEqual(['out.wav'])
    expect(codeOf(await render(sweep(), { replace: true }))).toBe('ok')
    expect(readdirSync(folder)).toEqual(['out.wav'])
  })

  test('cancelled, it leaves no file', async () => {
    const signal = AbortSignal.timeout(300)
    const project = sweep()
    project.transport.length = 3600
    expect(codeOf(await render(project, { signal }))).toBe('render-cancelled')
    expect(readdirSync(folder)).toEqual([])
  })

  test('an empty span is refused', async () => {
    expect(codeOf(await render(sweep(), { from: 1, to: 1 }))).toBe('render-empty')
  })

  test('a part of the project is as long as asked for', async () => {
    const report = unwrap(await render(sweep(), { from: 0.5, to: 1.25 }))
    expect(report.frames).toBe(36_000)
  })
})

async function samplesOf(name: string): Promise<Float32Array> {
  const target = join(folder, 'decoded.f32')
  unwrap(await decodeSound({ source: join(folder, name), target }))
  return new Float32Array(new Uint8Array(readFileSync(target)).buffer)
}

/** Two oscillators and noise through a mixer, with a gain behind it. */
function band(): Project {
  const project = sweep()
  const { nodes, cables } = project.graph
  project.transport.length = 0.5
  const add = (id: string, type: string, label: string) => {
    nodes[id] = { id, type, label, position: { x: 0, y: 0 }, params: {} }
  }
  add('a', 'oscillator/oscillator', 'Lead/1')
  add('b', 'oscillator/oscillator', 'lead/1')
  add('n', 'noise/noise', '..')
  add('mix', 'mixer/mixer', 'Mixer')
  add('amp', 'gain/gain', 'Gain')
  delete cables['c']
  const wire = (from: string, node: string, port: string) => {
    const id = `${from}-${node}`
    cables[id] = { id, from: { node: from, port: 'out' }, to: { node, port } }
  }
  wire('a', 'mix', 'in1')
  wire('b', 'mix', 'in2')
  wire('n', 'mix', 'in5')
  wire('mix', 'amp', 'in')
  wire('amp', 'output', 'in')
  return project
}

/** With a chorus behind all, and a limiter that looks ahead in one track. */
function late(project: Project): Project {
  const { nodes, cables } = project.graph
  for (const [id, type] of Object.entries({ ahead: 'limiter/limiter', wide: 'chorus/chorus' })) {
    nodes[id] = { id, type, position: { x: 0, y: 0 }, params: {} }
  }
  const insert = (id: string, cable: string) => {
    const before = cables[cable]
    if (before === undefined) throw new Error(`There is no cable ${cable}`)
    cables[cable] = { ...before, to: { node: id, port: 'in' } }
    cables[`${id}-on`] = { ...before, id: `${id}-on`, from: { node: id, port: 'out' } }
  }
  insert('ahead', 'b-mix')
  insert('wide', 'mix-amp')
  return project
}

describe('A-10 the rate of an export', () => {
  test.each([44_100, 88_200, 96_000] as const)('a tone of 1 kHz is that at %d Hz', async rate => {
    const project = sweep()
    const osc = project.graph.nodes['osc']
    if (osc === undefined) throw new Error('There is no oscillator')
    const { automation: _rising, ...still } = osc
    project.graph.nodes['osc'] = { ...still, params: { frequency: 1000, level: 0 } }
    const report = unwrap(await render(project, { rate, format: 'wav32f' }))
    expect(report).toMatchObject({ sampleRate: rate, frames: 2 * rate })
    const samples = await samplesOf('out.wav')
    expect(samples.length).toBe(4 * rate)
    // The level of what is left when the best fit of the tone is taken away, far from both ends.
    const [from, count] = [rate / 2, rate / 10]
    let [cosine, sine] = [0, 0]
    const turn = (2 * Math.PI * 1000) / rate
    const at = (frame: number) => samples[2 * (from + frame)] ?? 0
    for (let frame = 0; frame < count; frame++) {
      cosine += (2 / count) * at(frame) * Math.cos(turn * frame)
      sine += (2 / count) * at(frame) * Math.sin(turn * frame)
    }
    let rest = 0
    for (let frame = 0; frame < count; frame++) {
      const fit = cosine * Math.cos(turn * frame) + sine * Math.sin(turn * frame)
      rest = Math.max(rest, Math.abs(at(frame) - fit))
    }
    expect(Math.hypot(cosine, sine)).toBeCloseTo(1, 3)
    expect(20 * Math.log10(rest)).toBeLessThan(-110)
  })

  test('what a rate cannot hold is refused', async () => {
    const rate = 96_000
    expect(codeOf(await render(sweep(), { rate, format: 'mp3' }))).toBe('export-unsupported')
  })
})

describe('E-02 stems, loudness and the project inside', () => {
  test('stems are named by their nodes, safely, and sum to the mix', async () => {
    const options = { format: 'wav32f', stems: 'tracks' } as const
    const project = band()
    const report = unwrap(await render(project, options))
    const names = ['out.wav', 'out - Lead-1.wav', 'out - lead-1 2.wav', 'out - Track.wav']
    expect(report.files.map(({ path }) => path)).toEqual(names.map(name => join(folder, name)))
    expect(readdirSync(folder).toSorted()).toEqual(names.toSorted())
    const mix = await samplesOf('out.wav')
    const stems: Float32Array[] = []
    for (const name of names.slice(1)) stems.push(await samplesOf(name))
    let worst = 0
    mix.forEach((sample, at) => {
      const sum = stems.reduce((total, stem) => total + (stem[at] ?? 0), 0)
      worst = Math.max(worst, Math.abs(sum - sample))
    })
    expect(stems.every(stem => stem.some(sample => Math.abs(sample) > 0.01))).toBe(true)
    expect(worst).toBeLessThan(1e-6)
  })

  test('a stem has the bits of a project of that track alone, whatever the others are', async () => {
    const project = late(band())
    const settings = { format: 'wav32f', dither: 'none' } as const
    const report = unwrap(await render(project, { ...settings, stems: 'tracks' }))
    const stems = report.files.slice(1).map(({ path }) => basename(path))
    const files: Float32Array[] = []
    for (const name of stems) files.push(await samplesOf(name))
    for (const [index, track] of ['a', 'ahead', 'n'].entries()) {
      const others = Object.entries(project.graph.cables).filter(
        ([, { from, to }]) => to.node !== 'mix' || from.node === track,
      )
      const graph = { ...project.graph, cables: Object.fromEntries(others) }
      unwrap(await render({ ...project, graph }, { ...settings, replace: true }))
      expect(await samplesOf('out.wav')).toEqual(files[index])
    }
  })

  test('an output of a node is taken as it is, and an unknown one is refused', async () => {
    const stems = [{ node: 'a', port: 'out' }]
    const report = unwrap(await render(band(), { stems }))
    expect(report.files.map(({ name }) => name)).toEqual(['Mix', 'Lead/1'])
    expect(codeOf(await render(band(), { stems: [{ node: 'a', port: 'no' }] }))).toBe(
      'stem-unknown',
    )
  })

  test('a loudness is reached by one gain over all, and nothing else is left beside it', async () => {
    const project = sweep()
    const { loudness } = unwrap(await render(project, { loudness: { target: -30, ceiling: -1 } }))
    expect(loudness).toMatchObject({ target: -30, reached: true })
    const first = await samplesOf('out.wav')
    unwrap(await render(project, { replace: true }))
    const plain = await samplesOf('out.wav')
    const gain =
      20 * Math.log10(Math.max(...first.subarray(0, 9000)) / Math.max(...plain.subarray(0, 9000)))
    expect(gain).toBeCloseTo(-30 - (loudness?.integrated ?? 0), 1)
    expect(readdirSync(folder).toSorted()).toEqual(['decoded.f32', 'out.wav'])
  })

  test('a ceiling that forbids a loudness is kept, and the report says so', async () => {
    const report = unwrap(await render(sweep(), { loudness: { target: 0, ceiling: -6 } }))
    const { truePeak = 0, gainDb = 0, reached } = report.loudness ?? {}
    expect(truePeak + gainDb).toBeCloseTo(-6, 3)
    expect(reached).toBe(false)
    expect(report.warnings.join()).toContain('ceiling')
  })

  test('the file carries the project that was rendered, unless it shall not', async () => {
    const embedded = async () => {
      await using reader = unwrap(await fileReader(join(folder, 'out.wav')))
      return unwrap(await readEmbeddedProject(reader))
    }
    const project = sweep()
    unwrap(await render(project))
    expect(JSON.parse((await embedded()) ?? '')).toEqual(project)
    unwrap(await render(project, { replace: true, embed: false }))
    expect(await embedded()).toBeUndefined()
  })

  test('what a format cannot hold is refused before anything is rendered', async () => {
    const project = { ...sweep(), sampleRate: 96_000 as const }
    expect(codeOf(await render(project, { format: 'mp3' }))).toBe('export-unsupported')
    expect(codeOf(await render(project, { dither: 'shaped' }))).toBe('export-unsupported')
    expect(codeOf(await render(project, { dither: 'shaped', format: 'wav32f' }))).toBe('ok')
  })

  test('a place that cannot be written leaves nothing', async () => {
    const out = '/dev/full/out.wav'
    expect(['write-failed', 'folder-read-only']).toContain(codeOf(await render(sweep(), { out })))
    expect(readdirSync(folder)).toEqual([])
  })
})
