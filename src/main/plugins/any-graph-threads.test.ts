import * as fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import type { Project } from '#shared/graph'
import { buildEngineGraph } from '../engine'
import { InProcess } from '../engine/testing/in-process'
import { difference } from './testing/bits'
import { blend } from './testing/blend'
import { randomProject } from './testing/random-project'
import { TestSounds } from './testing/test-sounds'
import { catalog, code, found } from './testing/under-test'

const RUNS = Number(process.env['WIREHARP_RUNS'] ?? 8)
const FRAMES = 8192 * 5
const shelf = new TestSounds()
afterAll(() => shelf[Symbol.dispose]())
const sources = { catalog, code, found, sounds: shelf.sounds }
const anyProject = randomProject({ catalog, assets: shelf.ids })

/** Half a render, an edit, and the other half. */
async function play(
  first: Project,
  second: Project,
  helpers: number,
  sizes: readonly number[],
): Promise<Float32Array> {
  using run = new InProcess(buildEngineGraph(first, sources), { block: 8192, helpers })
  await run.renderer.ready
  run.renderer.rewind(0)
  const before = run.render(FRAMES, sizes)
  run.load(buildEngineGraph(second, sources))
  const after = run.render(FRAMES, sizes)
  return Float32Array.from([...before, ...after])
}

describe('any graph', () => {
  test('A-02 gives the same bits for any number of threads', { timeout: 3_600_000 }, async () => {
    const choices = fc.array(fc.nat({ max: 3 }), { minLength: 5, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(
        anyProject,
        anyProject,
        choices,
        fc.integer({ min: 1, max: 3 }),
        async (first, other, choice, helpers) => {
          const second = blend(first, other, choice)
          const alone = await play(first, second, 0, [8192])
          expect(difference(alone, await play(first, second, helpers, [8192]))).toBeUndefined()
          expect(
            difference(alone, await play(first, second, helpers, [1024, 4096, 128])),
          ).toBeUndefined()
        },
      ),
      { numRuns: RUNS },
    )
  })
})
