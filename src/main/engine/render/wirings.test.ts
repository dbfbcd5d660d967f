import { expect, test } from 'vitest'
import { graphOf, InProcess, kernelNode } from '../testing/in-process'

/** A chain of 200 gains behind a sine, one of them bypassed. */
function chain(bypassed?: number) {
  const gains = Array.from({ length: 200 }, (_, index) => ({
    ...kernelNode(`g${index}`, 'gain', {}, true),
    bypassed: index === bypassed,
  }))
  const wires = gains.map(({ id }, index) => `${index === 0 ? 'sine' : `g${index - 1}`}>${id}`)
  return graphOf([kernelNode('sine', 'oscillator'), ...gains], [...wires, 'g199>output'])
}

test('A-06 an edit makes no steps anew for the nodes that it leaves alone', () => {
  using run = new InProcess(chain())
  run.render(1024)
  const { arena } = run.renderer.kernels
  const allocate = arena.allocate.bind(arena)
  let pieces = 0
  arena.allocate = (bytes, zeroed) => {
    pieces += 1
    return allocate(bytes, zeroed)
  }
  run.load(chain(100))
  run.render(1024)
  // The steps of one node and its readers, at the beginning of the fade and at its end: not some for each of 200.
  expect(pieces).toBeGreaterThan(0)
  expect(pieces).toBeLessThan(60)
})
