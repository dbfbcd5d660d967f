import { expect, test } from 'vitest'
import { CHANNEL_BYTES, HEADER } from '../abi'
import { createArena } from '../testing/load-kernels'
import { whiteNoise } from '../testing/signals'

const BLOCK = 1024
const QUANTA = BLOCK / 128
const arena = createArena()
let seed = 0

/** A bus with marks, of noise; where it is `quiet`, of silence that is known. */
function bus(channels: number, quiet = false) {
  const at = arena.allocate(channels * CHANNEL_BYTES + QUANTA)
  const marks = at + channels * CHANNEL_BYTES
  for (let channel = 0; channel < channels && !quiet; channel++) {
    arena.floats(at + channel * CHANNEL_BYTES, BLOCK).set(whiteNoise(BLOCK, seed++))
  }
  if (quiet) arena.words(marks, 2).fill(0x0101_0101)
  return { at, marks, channels }
}

/** A gain of a bus: its instance, what it hears, and the bus that it makes. */
function gain(from: ReturnType<typeof bus>, moves: boolean) {
  const self = arena.allocate(arena.call('gain_state_size', from.channels))
  const to = bus(from.channels)
  const values = arena.allocate(CHANNEL_BYTES)
  arena.floats(values, BLOCK).set(whiteNoise(BLOCK, seed++))
  arena.words(self + HEADER.inputs.offset, 2).set([from.at, from.channels])
  arena.words(self + HEADER.outputs.offset, 2).set([to.at, to.channels])
  arena.words(self + HEADER.params.offset, 2).set([values, Number(moves)])
  arena.call('gain_init', self, 48_000, 1)
  return { self, from, to }
}

type Part = { readonly to: ReturnType<typeof bus>; readonly self?: number; readonly from?: unknown }

function operands(into: ReturnType<typeof bus>, sources: readonly ReturnType<typeof bus>[]) {
  const words = [
    ...[into.at, into.channels, 0, sources.length, into.marks],
    ...sources.flatMap(({ at, channels, marks }) => [at, channels, 0, marks]),
    ...sources.flatMap(() => [0, 0, 0]),
  ]
  const at = arena.allocate(words.length * 4)
  arena.words(at, words.length).set(words)
  return at
}

test.each([1, 2, 4])(
  'a mix of %i channels that works out gains itself gives the same bits',
  channels => {
    const wide = (quiet = false) => bus(channels, quiet)
    const mono = channels <= 2 ? [gain(bus(1), true), gain(bus(1), false)] : []
    const gains = [gain(wide(), true), gain(wide(), false), gain(wide(true), true), ...mono]
    const [first, ...more] = gains
    const parts: Part[] = [first!, { to: wide() }, ...more, { to: wide(true) }]
    const outputs = parts.map(({ to }) => to)
    const [apart, fused] = [bus(channels), bus(channels)]
    const mix = operands(apart, outputs)
    const list = gains.flatMap(({ self, from }) => [[self, from.marks] as const])
    const step = [
      operands(fused, outputs),
      ...parts.flatMap(({ self }) => list.find(([one]) => one === self) ?? [0, 0]),
      ...parts.flatMap(() => [0, 0, 0, 0]),
    ]
    const at = arena.allocate(step.length * 4)
    arena.words(at, step.length).set(step)
    for (const [offset, frames] of [
      [0, 384],
      [384, 640],
    ] as const) {
      arena.call('step_mix_gains', at, offset, frames)
      for (const { self } of gains) arena.call('gain_process', self, offset, frames)
      arena.call('step_mix', mix, offset, frames)
    }
    for (let channel = 0; channel < channels; channel++) {
      const samples = (place: number) => arena.words(place + channel * CHANNEL_BYTES, BLOCK)
      expect(samples(fused.at)).toEqual(samples(apart.at))
      expect(samples(fused.at).some(word => word !== 0)).toBe(true)
    }
  },
)

test('a mix of gains that all hear a known silence is known to be silent', () => {
  const gains = [gain(bus(2, true), true), gain(bus(2, true), false)]
  const into = bus(2)
  const step = [
    operands(
      into,
      gains.map(({ to }) => to),
    ),
    ...gains.flatMap(({ self, from }) => [self, from.marks]),
    ...gains.flatMap(() => [0, 0, 0, 0]),
  ]
  const at = arena.allocate(step.length * 4)
  arena.words(at, step.length).set(step)
  arena.call('step_mix_gains', at, 0, BLOCK)
  expect([...arena.words(into.marks, 2)]).toEqual([0x0101_0101, 0x0101_0101])
  expect(arena.floats(into.at, BLOCK).every(sample => sample === 0)).toBe(true)
})
