import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Project } from '#shared/graph'
import { buildEngineGraph, type EngineGraph, type Sound } from '../engine'
import { InProcess } from '../engine/testing/in-process'
import { builtInPlugins, loadPlugins } from './load-plugins'
import { blend, randomProject } from './testing/random-project'

const { catalog, code } = loadPlugins({ builtIn: builtInPlugins() })
const RUNS = Number(process.env['WIREHARP_RUNS'] ?? 60)
const FRAMES = 6144
const LONG = 120_000

const sounds = new Map<string, Sound>()
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'any-graph-'))
  sound('a', 48_000, 1, 1)
  sound('b', 44_100, 2, 9000)
  sound('c', 8000, 1, 700)
  sound('d', 192_000, 2, 30_000)
  sound('e', 768_000, 1, 90_000)
})
afterAll(() => rmSync(folder, { recursive: true }))

function sound(id: string, sampleRate: number, channels: number, frames: number): void {
  const path = join(folder, `${id}.f32`)
  const samples = Float32Array.from({ length: frames * channels }, (_, n) => Math.sin(n * n * 0.01))
  writeFileSync(path, new Uint8Array(samples.buffer))
  sounds.set(id, { path, sampleRate, channels, frames })
}

const sources = { catalog, code, sounds }
const graphOf = (project: Project): EngineGraph => buildEngineGraph(project, sources)
const anyProject = randomProject({ catalog, assets: ['a', 'b', 'c', 'd', 'e'] })
const blockSizes = fc.array(
  fc.integer({ min: 1, max: 8 }).map(quanta => quanta * 128),
  {
    minLength: 1,
    maxLength: 12,
  },
)
const place = fc.constantFrom(0, 100, 4000)

/** The first sample that differs, or undefined where all bits agree. */
function difference(a: Float32Array, b: Float32Array): string | undefined {
  const words = [a, b].map(
    samples => new Uint32Array(samples.buffer, samples.byteOffset, samples.length),
  )
  const at = words[0]?.findIndex((word, index) => word !== words[1]?.[index]) ?? -1
  return at < 0 ? undefined : `frame ${at >> 1}: ${a[at]} against ${b[at]}`
}

function sounding(graph: EngineGraph, position: number, sizes: readonly number[]): Float32Array {
  using run = new InProcess(graph)
  run.renderer.rewind(position)
  return run.render(FRAMES, sizes)
}

describe('any graph', () => {
  test('A-02 gives the same bits for any partition of time', { timeout: LONG }, () => {
    let heard = 0
    fc.assert(
      fc.property(anyProject, blockSizes, place, (project, sizes, position) => {
        const graph = graphOf(project)
        const whole = sounding(graph, position, [1024])
        expect(whole.every(Number.isFinite)).toBe(true)
        heard += whole.some(sample => sample !== 0) ? 1 : 0
        expect(difference(whole, sounding(graph, position, [128]))).toBeUndefined()
        expect(difference(whole, sounding(graph, position, sizes))).toBeUndefined()
      }),
      { numRuns: RUNS },
    )
    // Many of them are loops of silence: enough are not.
    expect(heard).toBeGreaterThan(RUNS / 6)
  })

  test(
    'after any edits while it plays, a rewind gives the sound of the graph as it is now',
    { timeout: LONG },
    () => {
      const choices = fc.array(fc.nat({ max: 3 }), { minLength: 3, maxLength: 40 })
      const edits = fc.array(fc.tuple(anyProject, choices, blockSizes), {
        minLength: 1,
        maxLength: 4,
      })
      fc.assert(
        fc.property(anyProject, edits, place, (first, rest, position) => {
          using run = new InProcess(graphOf(first))
          let last = first
          for (const [other, choice, sizes] of rest) {
            run.render(1024, sizes)
            last = blend(last, other, choice)
            run.load(graphOf(last))
          }
          run.renderer.rewind(position)
          const edited = run.render(FRAMES)
          expect(difference(edited, sounding(graphOf(last), position, [1024]))).toBeUndefined()
        }),
        { numRuns: RUNS },
      )
    },
  )
})
