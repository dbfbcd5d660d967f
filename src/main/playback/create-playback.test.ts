import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Emitter, err, fail, ok, unwrap } from '#shared/kit'
import { decodeAudioBlock, type ProjectEvent, type TransportState } from '#shared/contract'
import { emptyProject, type Project } from '#shared/graph'
import { silentLog } from '../kit'
import { builtInPlugins, loadPlugins } from '../plugins'
import { createPlayback, type Playback } from './create-playback'

const plugins = loadPlugins({ builtIn: builtInPlugins() })
const library = { decoded: async () => err(fail('asset-missing', '')) }
const call = { signal: new AbortController().signal }
/** An engine that has just been started may take some seconds on a busy machine. */
const SLOW = { timeout: 15_000 }

let document: Project
let playback: Playback
const events = new Emitter<{ readonly project: string; readonly event: ProjectEvent }>()

/** A project service as far as playback looks at it. */
const projects = {
  events,
  opened: (project: string) =>
    project === 'p'
      ? ok({ document, folder: '/', path: '/p.wireharp', revision: 0 })
      : err(fail('project-not-open', '')),
}

function oscillatorAt(level: number): Project {
  const project = emptyProject('p', 'Test')
  const { nodes, cables } = project.graph
  const position = { x: 0, y: 0 }
  nodes['osc'] = { id: 'osc', type: 'oscillator/oscillator', position, params: { level } }
  cables['c'] = { id: 'c', from: { node: 'osc', port: 'out' }, to: { node: 'output', port: 'in' } }
  project.transport.length = 5
  return project
}

beforeEach(() => {
  document = oscillatorAt(-6)
  playback = createPlayback({ projects, library, plugins, log: silentLog })
})
afterEach(() => playback[Symbol.asyncDispose]())

async function play(from?: number, countIn = false): Promise<TransportState> {
  const place = from === undefined ? {} : { from }
  return unwrap(await playback.transport.play({ project: 'p', countIn, ...place }, call))
}

/** The next blocks, one quantum each, and where they lie. */
async function hear(epoch: number, blocks: number) {
  const samples = new Float32Array(blocks * 256)
  const places: { at: number; position: number; stands: boolean }[] = []
  let at = 0
  const { promise, resolve } = Promise.withResolvers<void>()
  using listener = playback.audio.connect(bytes => {
    const block = decodeAudioBlock(new Uint8Array(bytes).buffer)
    if (block === undefined) return
    samples.set(block.samples, at * 2)
    places.push({ at, position: block.position, stands: block.stands })
    at += block.frames
    if (at >= blocks * 128 || block.last) resolve()
  })
  listener.request({ epoch, blocks })
  await promise
  return { samples, places }
}

/** Frames at which sound begins after silence. */
function beginnings(samples: Float32Array): number[] {
  const silent = (frame: number) => frame < 0 || samples[frame * 2] === 0
  const frames = Array.from({ length: samples.length / 2 }, (_, frame) => frame)
  return frames.filter(frame => !silent(frame) && [1, 2, 3].every(back => silent(frame - back)))
}

/** The loudest sample of the next blocks. */
async function peak(epoch: number, blocks = 16): Promise<number> {
  let loudest = 0
  let frames = 0
  const { promise, resolve } = Promise.withResolvers<void>()
  using listener = playback.audio.connect(bytes => {
    const block = decodeAudioBlock(new Uint8Array(bytes).buffer)
    if (block === undefined) return
    for (const sample of block.samples) loudest = Math.max(loudest, Math.abs(sample))
    frames += block.frames
    if (frames >= blocks * 128 || block.last) resolve()
  })
  listener.request({ epoch, blocks })
  await promise
  return loudest
}

describe('playback', () => {
  test('plays the document, and what an edit makes of it', async () => {
    const { epoch, playing } = await play()
    expect(playing).toBe(true)
    expect(await peak(epoch)).toBeCloseTo(0.5, 2)
    document = oscillatorAt(-26)
    events.emit({ project: 'p', event: patched() })
    await peak(epoch, 8)
    expect(await peak(epoch)).toBeCloseTo(0.05, 3)
  })

  test('T-03 with the metronome on its clicks are heard beside the graph, and stop with it', async () => {
    document = { ...emptyProject('p', 'Silent') }
    expect(await peak((await play()).epoch, 400)).toBe(0)
    const metronome = { enabled: true, level: -20, accent: true }
    document = { ...document, transport: { ...document.transport, metronome } }
    const { samples } = await hear((await play(1)).epoch, 400)
    // Seconds 1 to 2.07 at 120 beats a minute: clicks at 1, 1.5 and 2.
    expect(beginnings(samples)).toEqual([1, 24_001, 48_001])
    expect(Math.max(...samples)).toBeCloseTo(0.1, 2)
    const off = { ...metronome, enabled: false }
    document = { ...document, transport: { ...document.transport, metronome: off } }
    expect(await peak((await play()).epoch, 400)).toBe(0)
  })

  test('T-03 a count-in sounds before play begins, and the playhead stands meanwhile', async () => {
    const metronome = { enabled: false, level: -20, accent: true }
    document = {
      ...document,
      transport: { ...document.transport, tempo: 240, countIn: 1, metronome },
    }
    const heard = await hear((await play(3)).epoch, 100)
    const counted = await hear((await play(3, true)).epoch, 475)
    // A bar is a second: 48,000 frames are 375 quanta.
    const first = counted.places.findIndex(({ stands }) => !stands)
    expect(counted.places[first]).toMatchObject({ stands: false, position: 144_000, at: 48_000 })
    const standing = counted.places.slice(0, first)
    expect(new Set(standing.map(({ position }) => position))).toEqual(new Set([144_000]))
    const clicks = counted.samples.subarray(0, 2 * 48_000)
    expect(beginnings(clicks)).toEqual([1, 12_001, 24_001, 36_001])
    const sound = counted.samples.subarray(2 * 48_000)
    expect(sound).toEqual(heard.samples.subarray(0, sound.length))
    expect(playback.transport.stop(undefined, call)).toMatchObject({
      value: { position: 144_000 + sound.length / 2 },
    })
  })

  test('a plugin that goes falls silent, and plays on when it comes back', async () => {
    const changes = new Emitter<void>()
    const live = { catalog: plugins.catalog, code: plugins.code, changes }
    await playback[Symbol.asyncDispose]()
    playback = createPlayback({ projects, library, plugins: live, log: silentLog })
    const { epoch } = await play()
    expect(await peak(epoch)).toBeCloseTo(0.5, 2)
    live.catalog = new Map(
      [...plugins.catalog].filter(([type]) => type !== 'oscillator/oscillator'),
    )
    changes.emit()
    await peak(epoch, 8)
    expect(await peak(epoch)).toBe(0)
    live.catalog = plugins.catalog
    changes.emit()
    await peak(epoch, 8)
    expect(await peak(epoch)).toBeCloseTo(0.5, 2)
  })

  test('blocks of an older epoch are not made', async () => {
    const { epoch } = await play()
    await play(1)
    const heard = vi.fn<() => void>()
    using listener = playback.audio.connect(heard)
    listener.request({ epoch, blocks: 4 })
    await new Promise(resolve => setTimeout(resolve, 100))
    expect(heard).not.toHaveBeenCalled()
  })

  test('of two pages that ask for the same sound one gets all of it; the other when that one goes', async () => {
    const { epoch } = await play()
    const places: number[][] = [[], []]
    const pages = places.map(heard =>
      playback.audio.connect(bytes => {
        heard.push(decodeAudioBlock(new Uint8Array(bytes).buffer)?.position ?? -1)
      }),
    )
    for (let turn = 0; turn < 20; turn++) pages[turn % 2]?.request({ epoch, blocks: 1 })
    await vi.waitFor(() => expect(places[0]).toHaveLength(10), SLOW)
    expect(places[0]).toEqual(Array.from({ length: 10 }, (_, index) => index * 128))
    expect(places[1]).toEqual([])
    pages[0]?.[Symbol.dispose]()
    pages[1]?.request({ epoch, blocks: 1 })
    await vi.waitFor(() => expect(places[1]).toEqual([1280]), SLOW)
    pages[1]?.[Symbol.dispose]()
  })

  test('stop keeps the place, seek moves it, play at the end begins anew', async () => {
    await play(2)
    const stopped = unwrap(await playback.transport.stop(undefined, call))
    expect(stopped).toMatchObject({ playing: false, position: 96_000 })
    const sought = unwrap(await playback.transport.seek({ to: 3 }, call))
    expect(sought).toMatchObject({ playing: false, position: 144_000 })
    expect(await play()).toMatchObject({ playing: true, position: 144_000 })
    await playback.transport.seek({ to: 9 }, call)
    await playback.transport.stop(undefined, call)
    expect(await play()).toMatchObject({ position: 0 })
  })

  test('the last block ends the transport, and whoever watches hears of it', async () => {
    const watched: TransportState[] = []
    const stop = new AbortController()
    const watching = (async () => {
      for await (const state of playback.transport.watch(undefined, { signal: stop.signal })) {
        watched.push(state)
      }
    })()
    const { epoch } = await play(4.99)
    await peak(epoch, 16)
    await vi.waitFor(() => expect(watched.at(-1)?.playing).toBe(false), SLOW)
    expect(watched.map(state => state.playing)).toContain(true)
    stop.abort()
    await watching
  })

  test('S2-08 what a sensor measures moves the sound while it plays', async () => {
    const readings = new Emitter<{ readonly sourceId: string }>()
    const held: string[] = []
    let value = 10
    const live = {
      readings,
      has: (source: string) => source === 'i2c-temp/temperature',
      latest: () => ({ value }),
      hold: (source: string) => {
        held.push(source)
        return { [Symbol.dispose]: () => void held.pop() }
      },
    }
    document = emptyProject('p', 'Test')
    const { nodes, cables } = document.graph
    const position = { x: 0, y: 0 }
    nodes['s'] = { id: 's', type: 'i2c-temp/temperature', position, params: { smoothing: 0 } }
    nodes['a'] = { id: 'a', type: 'to-audio/to-audio', position, params: { cut: 0 } }
    cables['1'] = { id: '1', from: { node: 's', port: 'out' }, to: { node: 'a', port: 'in' } }
    cables['2'] = { id: '2', from: { node: 'a', port: 'out' }, to: { node: 'output', port: 'in' } }
    document.transport.length = 60
    await playback[Symbol.asyncDispose]()
    playback = createPlayback({ projects, library, plugins, readings: live, log: silentLog })
    const { epoch } = await play()
    expect(held).toEqual(['i2c-temp/temperature'])
    expect(await peak(epoch)).toBeCloseTo(0, 3)
    value = 22.5
    readings.emit({ sourceId: 'i2c-temp/temperature' })
    await vi.waitFor(async () => expect(await peak(epoch)).toBeCloseTo(0.5, 2), 3000)
    document = { ...document, graph: { ...document.graph, nodes: {}, cables: {} } }
    events.emit({ project: 'p', event: patched() })
    await vi.waitFor(() => expect(held).toEqual([]))
  })

  test('a project that is not open is refused', async () => {
    const result = await playback.transport.play({ project: 'other' }, call)
    expect(result.ok ? '' : result.error.code).toBe('project-not-open')
  })
})

function patched(): ProjectEvent {
  return { kind: 'patched', revision: 1, patches: [], saved: false, problems: [] }
}
