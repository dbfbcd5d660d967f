import { expect, test } from 'vitest'
import { ScriptBlock } from '../../sandbox'
import { allocateBus } from './bus'
import { loadKernels } from './kernel-module'
import { incomingLines, ScriptLines } from './script-lines'

test('E-15 an input of a script that lost its cables is silent, and one with a mono cable is mono, as wide as they are', () => {
  using owned = new DisposableStack()
  const { arena } = loadKernels()
  const [silence, mono, out] = [1, 1, 1].map(channels => allocateBus(arena, channels, owned))
  if (silence === undefined || mono === undefined || out === undefined) throw new Error('No bus')
  arena.floats.fill(0.5, mono.at >>> 2, (mono.at >>> 2) + 128)
  const block = new ScriptBlock({
    inputs: [
      ['lost', 2],
      ['narrow', 2],
    ],
    outputs: [['out', 1]],
    params: [],
  })
  for (const line of block.lines) line.fill(1)
  const incoming = [undefined, mono].flatMap(bus => incomingLines(arena, bus, 2, silence))
  const lines = new ScriptLines(arena, incoming, [out], [])
  lines.write(block, 0, 1)
  expect(block.lines.map(line => line[127])).toEqual([0, 0, 0.5, 0.5, 1])
  lines.read(0, 1)
  expect(arena.floats[(out.at >>> 2) + 127]).toBe(1)
})
