import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Emitter, err, fail, ok, unwrap } from '#shared/kit'
import { decodeAudioBlock, type ProjectEvent } from '#shared/contract'
import { emptyProject, type Asset, type Project } from '#shared/graph'
import { silentLog } from '../kit'
import { builtInPlugins, loadPlugins } from '../plugins'
import { createPlayback } from './create-playback'
import type { EarlySound } from './early-sounds'

const plugins = loadPlugins({ builtIn: builtInPlugins() })
const RATE = 48_000
const HERTZ = 200
const WHOLE = 'a'.repeat(64)
let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'wireharp-early-'))))
afterAll(() => rmSync(folder, { recursive: true }))

/** A sine of so many seconds: raw, one channel. */
function sine(name: string, seconds: number): EarlySound {
  const samples = Float32Array.from(
    { length: seconds * RATE },
    (_, at) => 0.5 * Math.sin((2 * Math.PI * HERTZ * at) / RATE),
  )
  const path = join(folder, `${name}.f32`)
  writeFileSync(path, new Uint8Array(samples.buffer))
  return { id: name, path, sampleRate: RATE, channels: 1, frames: samples.length }
}

/** A node that works as a job, and a player that plays what comes of its drums. */
function project(isDone: boolean): Project {
  const made = emptyProject('p', 'Test')
  made.transport.length = 10
  const { nodes, cables } = made.graph
  const position = { x: 0, y: 0 }
  const result = isDone && { result: { key: 'b'.repeat(64), by: 'x', clips: { drums: WHOLE } } }
  nodes['sep'] = { id: 'sep', type: 'separate/separate', position, params: {}, ...result }
  nodes['play'] = { id: 'play', type: 'player/player', position, params: {} }
  cables['a'] = {
    id: 'a',
    from: { node: 'sep', port: 'drums' },
    to: { node: 'play', port: 'clip' },
  }
  cables['b'] = { id: 'b', from: { node: 'play', port: 'out' }, to: { node: 'output', port: 'in' } }
  if (isDone) {
    const asset: Asset = {
      ...{ sha256: WHOLE, path: 'audio/drums.wav', name: 'drums.wav', bytes: 1 },
      ...{ sampleRate: RATE, channels: 1, frames: 5 * RATE },
    }
    made.assets[WHOLE] = asset
  }
  return made
}

test('Build 4: what a running job has made so far plays, plays on as it grows, and becomes the whole without a click', async () => {
  let document = project(false)
  let heard: EarlySound | undefined
  const events = new Emitter<{ readonly project: string; readonly event: ProjectEvent }>()
  const patched = { kind: 'patched', revision: 1, patches: [], saved: false, problems: [] } as const
  const changed = new Emitter<string>()
  const whole = sine('whole', 5)
  await using playback = createPlayback({
    projects: {
      events,
      opened: () => ok({ document, folder: '/', path: '/p.wireharp', revision: 0 }),
    },
    library: {
      decoded: async ({ sha256 }) =>
        sha256 === WHOLE ? ok(whole) : err(fail('asset-missing', '')),
    },
    early: {
      changed,
      of: () => new Map(heard === undefined ? [] : [['sep', new Map([['drums', heard]])]]),
    },
    plugins,
    log: silentLog,
  })
  const call = { signal: new AbortController().signal }
  const { epoch } = unwrap(await playback.transport.play({ project: 'p', countIn: false }, call))
  let at = 0
  const samples = new Float32Array(2 * 4 * RATE)
  let [until, reached]: [number, () => void] = [0, () => undefined]
  using listener = playback.audio.connect(bytes => {
    const block = decodeAudioBlock(new Uint8Array(bytes).buffer)
    if (block === undefined) return
    samples.set(block.samples.subarray(0, Math.max(0, samples.length - 2 * at)), 2 * at)
    at += block.frames
    if (at >= until) reached()
  })
  /** Listens on for so many blocks, and answers what was heard of them on the left. */
  const listen = async (blocks: number) => {
    const from = at
    until = at + blocks * 128
    const done = new Promise<void>(resolve => (reached = resolve))
    listener.request({ epoch, blocks })
    await done
    return Float32Array.from({ length: at - from }, (_, i) => samples[2 * (from + i)] ?? 0)
  }
  const loudest = (part: Float32Array) => part.reduce((top, x) => Math.max(top, Math.abs(x)), 0)

  expect(loudest(await listen(40))).toBe(0)
  heard = sine('one', 1)
  changed.emit('p')
  expect(loudest(await listen(160))).toBeCloseTo(0.5, 1)
  heard = sine('two', 3)
  changed.emit('p')
  await listen(160)
  // Done: the result lies on the node, the sound that grew is gone.
  const from = at
  document = project(true)
  events.emit({ project: 'p', event: patched })
  await new Promise(resolve => setTimeout(resolve, 50))
  heard = undefined
  changed.emit('p')
  await listen(400)
  const first = 200 * 128
  expect(from).toBeGreaterThan(first)
  // A sine has a second difference of its own; a click has another.
  const own = 0.5 * (2 * Math.PI * (HERTZ / RATE)) ** 2
  let worst = 0
  for (let i = first; i < at - 1; i++) {
    const bend = (samples[2 * i + 2] ?? 0) - 2 * (samples[2 * i] ?? 0) + (samples[2 * i - 2] ?? 0)
    worst = Math.max(worst, Math.abs(bend))
  }
  expect(worst).toBeLessThan(2 * own)
  expect(loudest(samples.subarray(2 * (at - RATE / 10), 2 * at))).toBeCloseTo(0.5, 2)
})
