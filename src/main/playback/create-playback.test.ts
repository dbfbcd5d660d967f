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

async function play(from?: number): Promise<TransportState> {
  return unwrap(
    await playback.transport.play({ project: 'p', ...(from !== undefined && { from }) }, call),
  )
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
    await vi.waitFor(() => expect(places[0]).toHaveLength(10))
    expect(places[0]).toEqual(Array.from({ length: 10 }, (_, index) => index * 128))
    expect(places[1]).toEqual([])
    pages[0]?.[Symbol.dispose]()
    pages[1]?.request({ epoch, blocks: 1 })
    await vi.waitFor(() => expect(places[1]).toEqual([1280]))
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
    await vi.waitFor(() => expect(watched.at(-1)?.playing).toBe(false))
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
    document = { ...document, graph: { nodes: {}, cables: {} } }
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
