import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { unwrap } from '#shared/kit'
import { decodeAudioBlock } from '#shared/contract'
import type { Project } from '#shared/graph'
import { buildEngineGraph, RealTimeEngine, renderOffline, type EngineGraph } from '../engine'
import { silentLog } from '../kit'
import { chain } from './testing/chain'
import { randomClips } from './testing/random-clips'
import { randomProject } from './testing/random-project'
import { seeded } from './testing/seeded'
import { TestSounds } from './testing/test-sounds'
import { catalog, code, found, put, wire } from './testing/under-test'

const FRAMES = 128 * 240
const folder = mkdtempSync(join(tmpdir(), 'real-time-'))
const shelf = new TestSounds()
afterAll(() => {
  rmSync(folder, { recursive: true })
  shelf[Symbol.dispose]()
})

const graphOf = (project: Project): EngineGraph =>
  buildEngineGraph(
    { ...project, transport: { ...project.transport, loop: { enabled: false, start: 0, end: 8 } } },
    { catalog, code, found, sounds: shelf.sounds },
  )

/** Pulls blocks as the page does, a few at a time, until there are enough. */
async function play(engine: RealTimeEngine): Promise<Float32Array> {
  const heard = new Float32Array(FRAMES * 2)
  let done = 0
  const { promise, resolve } = Promise.withResolvers<void>()
  const { epoch } = engine.play(0)
  using _blocks = engine.blocks.on(bytes => {
    const block = decodeAudioBlock(bytes.buffer)
    if (block === undefined) return
    heard.set(block.samples.subarray(0, heard.length - done), done)
    done += block.samples.length
    if (done >= heard.length) resolve()
    else engine.pull({ epoch, blocks: 1 + ((done >> 8) % 7) })
  })
  engine.pull({ epoch, blocks: 3 })
  await promise
  return heard
}

async function expectSame(graph: EngineGraph): Promise<number> {
  await using engine = new RealTimeEngine(silentLog)
  engine.load('p', graph)
  const heard = await play(engine)
  const job = { path: join(folder, 'o.wav'), format: 'wav32f', from: 0, to: FRAMES } as const
  const exported = unwrap(await renderOffline({ graph, log: silentLog, job }))
  expect(createHash('sha256').update(new Uint8Array(heard.buffer)).digest('hex')).toBe(
    exported.sha256,
  )
  return exported.peakDb
}

describe('A-02 what is heard is what is exported', () => {
  test('a synth on a note track, moved by an LFO, into a limiter that looks ahead', async () => {
    const project = chain(catalog, [
      'note-track/note-track',
      'arpeggiator/arpeggiator',
      'synth/synth',
      'reverb/reverb',
      { type: 'limiter/limiter', params: { lookahead: 0.01, input: 20 } },
    ])
    const [track] = Object.values(project.graph.nodes).filter(({ id }) => id === 'n0')
    const definition = catalog.get('note-track/note-track')
    if (track === undefined || definition === undefined) throw new Error('There is no track')
    for (const clip of randomClips(track, definition, seeded(3))) {
      project.clips[clip.id] = { ...clip, start: 0, muted: false }
    }
    put(project, 'lfo', 'lfo/lfo')
    wire(project, { node: 'lfo', port: 'out' }, { node: 'n2', port: 'cutoff' }, 0.4)
    wire(project, { node: 'n2', port: 'out' }, { node: 'output', port: 'in' })
    expect(await expectSame(graphOf(project))).toBeGreaterThan(-60)
  })

  test('any project', async () => {
    const any = randomProject({ catalog, assets: shelf.ids, nodes: 30 })
    await fc.assert(
      fc.asyncProperty(any, async project => {
        await expectSame(graphOf(project))
      }),
      { numRuns: Number(process.env['WIREHARP_RUNS'] ?? 2), endOnFailure: true },
    )
  })
})
