import { describe, expect, test } from 'vitest'
import { BOARD_BYTES, Helpers } from './helpers'
import { loadKernels } from './kernel-module'
import { Program, type StepGroup } from './program'
import { StepMaker, type Step } from './steps'

/** Milliseconds after which nothing comes any more. */
const LONG = 20_000

function groupOf(...steps: readonly Step[]): StepGroup {
  return { steps, loops: false, waits: [] }
}

describe('A-02 a thread that helps', () => {
  test('ends the block with an error where a step breaks down on it', async () => {
    using owned = new DisposableStack()
    const kernels = loadKernels()
    const board = kernels.arena.allocate(BOARD_BYTES)
    const helpers = owned.use(new Helpers(kernels, board, 1, false))
    await helpers.ready
    const outside = { run: kernels.indexOf('step_add'), operands: 0xffff_fff0 }
    const broken: Step = { ...outside, main: false, reads: [], writes: [] }
    // The main thread is kept by a step of its own until the helper has taken the other group.
    const waiting = new StepMaker(kernels, owned).host(
      () => {
        const end = performance.now() + LONG
        while (kernels.call('executor_fell')(board) === 0 && performance.now() < end);
      },
      [],
      [],
    )
    const groups = [groupOf(...Array.from({ length: 20 }, () => broken)), groupOf(waiting)]
    const program = owned.use(new Program(kernels, board, groups, helpers))
    expect(() => program.render(128)).toThrow('broke down on a thread that helps')
  })
})
