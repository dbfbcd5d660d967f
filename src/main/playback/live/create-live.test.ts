import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Emitter, err, fail, ok, unwrap } from '#shared/kit'
import {
  decodeAudioBlock,
  type AudioBlock,
  type LiveEvent,
  type LiveInput,
  type ProjectEvent,
} from '#shared/contract'
import { emptyProject, type Project } from '#shared/graph'
import { silentLog } from '../../kit'
import { enginePids } from '../../engine/testing/engine-pids'
import { builtInPlugins, loadPlugins } from '../../plugins'
import { createPlayback, type Playback } from '../create-playback'

const plugins = loadPlugins({ builtIn: builtInPlugins() })
const library = { decoded: async () => err(fail('asset-missing', '')) }
const events = new Emitter<{ readonly project: string; readonly event: ProjectEvent }>()
const call = { signal: new AbortController().signal }

/** Live notes into a voice that ends with its note. */
function synth(): Project {
  const project = emptyProject('p', 'Live')
  const { nodes, cables } = project.graph
  const position = { x: 0, y: 0 }
  nodes['live'] = { id: 'live', type: 'live-input/live-input', position, params: {} }
  nodes['fm'] = { id: 'fm', type: 'fm/fm', position, params: { release: 0.001 } }
  const cable = (id: string, from: string, to: string, port: string) => {
    cables[id] = { id, from: { node: from, port: 'out' }, to: { node: to, port } }
  }
  cable('a', 'live', 'fm', 'notes')
  cable('b', 'fm', 'output', 'in')
  return project
}

const projects = {
  events,
  opened: (project: string) =>
    project === 'p'
      ? ok({ document: synth(), folder: '/', path: '/p.wireharp', revision: 0 })
      : err(fail('project-not-open', '')),
}

// One engine for all: every test leaves it as it found it.
let playback: Playback
const leaving: AbortController[] = []
beforeAll(() => {
  playback = createPlayback({ projects, library, plugins, log: silentLog })
})
afterEach(async () => {
  for (const player of leaving.splice(0)) player.abort()
  await playback.transport.stop(undefined, call)
})
afterAll(() => playback[Symbol.asyncDispose]())

/** Somebody who plays until `leave`. */
async function player(project = 'p') {
  const stop = new AbortController()
  leaving.push(stop)
  const stream = playback.live.connect({ project }, stop)
  const { value } = await stream.next()
  const first: LiveEvent = value ?? { kind: 'refused', failure: fail('internal', '') }
  const connection = first.kind === 'connected' ? first.connection : ''
  const rest = stream.next()
  return {
    first,
    play: (...inputs: LiveInput[]) => void playback.live.play({ connection, inputs }, call),
    leave: async () => {
      stop.abort()
      await rest
    },
  }
}

/** The next blocks of what sounds now. */
async function hear(blocks = 32): Promise<AudioBlock[]> {
  const heard: AudioBlock[] = []
  const { promise, resolve } = Promise.withResolvers<void>()
  const state = playback.transport.watch(undefined, call)
  const { value } = await state.next()
  await state.return()
  let frames = 0
  using listener = playback.audio.connect(bytes => {
    const block = decodeAudioBlock(new Uint8Array(bytes).buffer)
    if (block === undefined) return
    heard.push(block)
    frames += block.frames
    if (frames >= blocks * 128) resolve()
  })
  listener.request({ epoch: value?.epoch ?? -1, blocks })
  await promise
  return heard
}

const peakOf = (blocks: readonly AudioBlock[]) =>
  blocks.reduce((most, { samples }) => samples.reduce((peak, x) => Math.max(peak, x), most), 0)

const on: LiveInput = { kind: 'on', note: 60, velocity: 1 }

describe('E-13 whoever plays by hand', () => {
  test('is heard while the transport stands, from the next block on, until the key goes up', async () => {
    const { first, play } = await player()
    expect(first.kind).toBe('connected')
    expect(peakOf(await hear())).toBe(0)
    play(on)
    const blocks = await hear()
    expect(peakOf(blocks)).toBeGreaterThan(0.01)
    expect(blocks.every(({ stands, position }) => stands && position === 0)).toBe(true)
    play({ kind: 'off', note: 60 })
    await hear()
    expect(peakOf(await hear())).toBe(0)
  })

  test('is heard while it rolls; where that stops everything ends, and later keys sound again', async () => {
    const { play } = await player()
    unwrap(await playback.transport.play({ project: 'p' }, call))
    play(on)
    const rolling = await hear()
    expect(peakOf(rolling)).toBeGreaterThan(0.01)
    expect(rolling.some(({ stands }) => stands)).toBe(false)
    expect(await playback.transport.stop(undefined, call)).toMatchObject({
      value: { playing: false, monitoring: true },
    })
    expect(peakOf(await hear())).toBe(0)
    play({ ...on, note: 64 })
    expect(peakOf(await hear())).toBeGreaterThan(0.01)
  })

  test('who leaves lets go of everything; with the last one the sound stops', async () => {
    const [one, other] = [await player(), await player()]
    one.play(on, { kind: 'sustain', down: true })
    other.play({ ...on, note: 67 }, { kind: 'off', note: 67 })
    expect(peakOf(await hear())).toBeGreaterThan(0.01)
    await one.leave()
    await hear()
    expect(peakOf(await hear())).toBe(0)
    await other.leave()
    const stopped = await playback.transport.stop(undefined, call)
    expect(stopped.ok && stopped.value.monitoring).toBeUndefined()
  })

  test('goes on being heard where the engine dies while a key is held, until it goes up', async () => {
    const { play } = await player()
    play(on)
    expect(peakOf(await hear())).toBeGreaterThan(0.01)
    process.kill(enginePids()[0] ?? 0, 'SIGKILL')
    await expect.poll(async () => peakOf(await hear()), { timeout: 20_000 }).toBeGreaterThan(0.01)
    play({ kind: 'off', note: 60 })
    await hear()
    expect(peakOf(await hear())).toBe(0)
  })

  test('of a project that is not open is refused', async () => {
    const { first } = await player('other')
    expect(first).toMatchObject({ kind: 'refused', failure: { code: 'project-not-open' } })
  })
})

test('E-14 what was played while nobody recorded is there, where it was played', async () => {
  const { play } = await player()
  unwrap(await playback.transport.play({ project: 'p', from: 2 }, call))
  await hear()
  play({ ...on, position: 120_000 }, { kind: 'pitch', note: 60, semitones: 0.5 })
  play({ kind: 'off', note: 60, release: 0.25 })
  const captured = unwrap(await playback.live.captured({ project: 'p' }, call))
  expect(captured.at(-1)).toMatchObject({
    ...{ start: 5, rolling: true, key: 60, velocity: 1, release: 0.25, channel: 1 },
    pitch: [{ value: 0.5 }],
  })
})
