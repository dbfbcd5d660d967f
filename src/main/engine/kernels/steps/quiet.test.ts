import { describe, expect, test } from 'vitest'
import { CHANNEL_BYTES } from '../abi'
import { createArena } from '../testing/load-kernels'
import { whiteNoise } from '../testing/signals'

const PART = 1024
const QUANTA = 8
const arena = createArena()

/** A stereo bus of noise with marks behind it. */
function bus(seed: number): { at: number; marks: number } {
  const at = arena.allocate(2 * CHANNEL_BYTES + QUANTA)
  for (const channel of [0, 1]) {
    arena.floats(at + channel * CHANNEL_BYTES, PART).set(whiteNoise(PART, seed + channel))
  }
  return { at, marks: at + 2 * CHANNEL_BYTES }
}

function markAll({ marks }: { marks: number }, value: 0 | 1): void {
  arena.words(marks, 2).fill(value * 0x01010101)
}

function mix(
  into: { at: number; marks: number },
  sources: readonly { at: number; marks: number }[],
) {
  const step = arena.allocate(20 + sources.length * 28)
  const list = sources.flatMap(({ at, marks }) => [at, 2, 0, marks])
  arena.words(step, 5 + list.length).set([into.at, 2, 0, sources.length, into.marks, ...list])
  arena.call('step_mix', step, 0, PART)
}

describe('A-02 marks of silence', () => {
  test('a marked source is not read, and the sum of marked ones is marked and silent', () => {
    const [one, two, into] = [bus(1), bus(3), bus(5)]
    markAll(two, 1)
    mix(into, [one, two])
    expect(arena.floats(into.at, PART)).toEqual(arena.floats(one.at, PART))
    expect([...arena.words(into.marks, 2)]).toEqual([0, 0])
    markAll(one, 1)
    mix(into, [one, two])
    expect(arena.floats(into.at, PART).every(sample => sample === 0)).toBe(true)
    expect([...arena.words(into.marks, 2)]).toEqual([0x01010101, 0x01010101])
  })

  test('a source that sounds in one quantum of a part is read in all of it', () => {
    const [one, two, into] = [bus(1), bus(3), bus(5)]
    arena.words(two.marks, 2).set([0x01010101, 0x01010001])
    mix(into, [one, two])
    const [a, b] = [arena.floats(one.at, PART), arena.floats(two.at, PART)]
    expect(arena.floats(into.at, PART)).toEqual(a.map((sample, i) => Math.fround(sample + b[i]!)))
  })

  test('a sum of zeros is +0 whether its sources are marked or hold −0', () => {
    const [one, two, into] = [bus(1), bus(3), bus(5)]
    for (const { at } of [one, two]) arena.floats(at, PART).fill(-0)
    markAll(one, 1)
    mix(into, [one, two])
    expect(arena.words(into.at, PART).every(bits => bits === 0)).toBe(true)
    markAll(one, 0)
    mix(into, [one, two])
    expect(arena.words(into.at, PART).every(bits => bits === 0)).toBe(true)
  })

  test('what a line of delay still holds comes out of it after its input fell silent', () => {
    const [from, into] = [bus(1), bus(3)]
    const size = 300
    const line = arena.allocate(16 + 2 * size * 4)
    const step = arena.allocate(32)
    arena.words(step, 8).set([into.at, 2, from.at, 2, line, size, into.marks, from.marks])
    arena.call('step_delay', step, 0, PART)
    const late = arena.floats(from.at, PART).slice(PART - size)
    arena.floats(from.at, 2 * PART).fill(0)
    markAll(from, 1)
    arena.call('step_delay', step, 0, PART)
    expect(arena.floats(into.at, size)).toEqual(late)
    expect([...arena.words(into.marks, 2)]).toEqual([0, 0])
    arena.call('step_delay', step, 0, PART)
    expect([...arena.words(into.marks, 2)]).toEqual([0x01010101, 0x01010101])
  })
})
