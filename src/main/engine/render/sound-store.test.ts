import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EngineGraph, EngineNode } from '../graph'
import { graphOf, InProcess, kernelNode, type InProcessOptions } from '../testing/in-process'

const FRAMES = 40_000
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wireharp-store-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const still = (value: number) => ({ value, glides: false })

/** Stereo noise, its channels one after the other in each frame; `broken` samples are no numbers. */
function noiseFile(broken: readonly number[] = []): string {
  let state = 1
  const samples = Float32Array.from({ length: 2 * FRAMES }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 31 - 1
  })
  for (const at of broken) samples[at] = Number.NaN
  const path = join(folder, 'noise.f32')
  writeFileSync(path, new Uint8Array(samples.buffer))
  return path
}

function player(id: string, path: string, start: number, loop: 0 | 1, sampleRate = 48_000) {
  const node: EngineNode = {
    ...kernelNode(id, 'player'),
    params: { sound: still(0), start: still(start), loop: still(loop) },
    sounds: { sound: { path, sampleRate, channels: 2, frames: FRAMES } },
    dsp: {
      form: 'kernels',
      kernels: {
        k: {
          kernel: 'player',
          params: { sound: { param: 'sound' }, start: { param: 'start' }, loop: { param: 'loop' } },
        },
      },
      cables: ['k.out -> out'],
    },
  }
  return node
}

/** One sound, played from the start, later, round and round, and as one of other rates. */
function players(path: string): EngineGraph {
  const nodes = [
    player('a', path, 0, 0),
    player('b', path, 0.1, 0),
    player('c', path, 0.013, 1),
    player('d', path, 0, 1, 44_100),
    player('e', path, 0.2, 0, 44_100),
    player('f', path, 0.007, 1, 96_000),
  ]
  return graphOf(
    nodes,
    nodes.map(({ id }) => `${id}>output`),
  )
}

function renderOf(graph: EngineGraph, options: InProcessOptions, partition?: readonly number[]) {
  using run = new InProcess(graph, options)
  const samples = run.render(98_304, partition)
  return { samples, troubles: run.troubles.map(([node]) => node).toSorted() }
}

test('A-10 players of one sound share it, and give the bits that each reads by itself', () => {
  const graph = players(noiseFile())
  const alone = renderOf(graph, { stored: 0 })
  expect(alone.samples.some(sample => sample !== 0)).toBe(true)
  expect(renderOf(graph, {}).samples).toEqual(alone.samples)
  expect(renderOf(graph, {}, [128, 896, 640]).samples).toEqual(alone.samples)
  expect(renderOf(graph, { helpers: 1, block: 8192 }).samples).toEqual(alone.samples)
})

test('A-10 what is no sound in a sound is silence, and every node that plays it is told of', () => {
  const graph = players(noiseFile([4, 70_000]))
  const [alone, shared] = [renderOf(graph, { stored: 0 }), renderOf(graph, {})]
  expect(shared.samples).toEqual(alone.samples)
  expect(shared.samples.every(sample => Number.isFinite(sample))).toBe(true)
  expect([...new Set(shared.troubles)]).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
})

test('A-10 a file that is too short is silence where it ends, and said to be missing', () => {
  const path = noiseFile()
  writeFileSync(path, new Uint8Array(20_000 * 8))
  const { samples, troubles } = renderOf(players(path), {})
  expect(samples.every(sample => sample === 0)).toBe(true)
  expect(troubles).toContain('a')
})

test('a sound goes with its last player, and the next one has its memory', () => {
  const path = noiseFile()
  using run = new InProcess(players(path))
  run.render(8192)
  const { arena } = run.renderer.kernels
  const before = arena.reached
  for (let round = 0; round < 50; round++) {
    run.load(graphOf([], []))
    run.render(1024)
    run.load(players(path))
    run.render(1024)
  }
  expect(arena.reached - before).toBeLessThan(2 ** 20)
})
