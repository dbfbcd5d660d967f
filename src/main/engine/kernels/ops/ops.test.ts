import { describe, expect, test } from 'vitest'
import { CHANNEL_BYTES } from '../abi'
import { createArena } from '../testing/load-kernels'
import { whiteNoise } from '../testing/signals'

function createBus(channels: readonly Float32Array[]) {
  const arena = createArena()
  const allocate = (planes: readonly Float32Array[]) => {
    const bus = arena.allocate(planes.length * CHANNEL_BYTES)
    planes.forEach((samples, plane) => {
      arena.floats(bus + plane * CHANNEL_BYTES, samples.length).set(samples)
    })
    return bus
  }
  const read = (bus: number, channel: number) =>
    arena.floats(bus + channel * CHANNEL_BYTES, 1_024).slice()
  return { arena, allocate, read, bus: allocate(channels) }
}

const noise = (count: number, seed = 1) =>
  Array.from({ length: count }, (_, channel) => whiteNoise(1_024, seed + channel))

describe('A-01 ops', () => {
  test.each([
    [1, 1],
    [1, 2],
    [2, 1],
    [2, 2],
    [4, 2],
    [2, 4],
    [1, 4],
  ])('mix adds and copy replaces: %i channels to %i', (from, to) => {
    const source = noise(from)
    const before = noise(to, 20)
    const { arena, allocate, read, bus } = createBus(source)
    const mixed = allocate(before)
    const copied = allocate(before)
    arena.call('op_mix', mixed, to, bus, from, 256, 512)
    arena.call('op_copy', copied, to, bus, from, 256, 512)
    for (let channel = 0; channel < to; channel++) {
      const arriving = (frame: number) => {
        if (frame < 256 || frame >= 768) return 0
        if (from === 1) return channel < 2 ? source[0]![frame]! : 0
        if (from === 2 && to === 1) return 0.5 * (source[0]![frame]! + source[1]![frame]!)
        return source[channel]?.[frame] ?? 0
      }
      const sums = before[channel]!.map((value, frame) => value + arriving(frame))
      const copies = before[channel]!.map((value, frame) =>
        frame < 256 || frame >= 768 ? value : arriving(frame),
      )
      const worst = (a: Float32Array, b: Float32Array) =>
        Math.max(...a.map((value, frame) => Math.abs(value - b[frame]!)))
      expect(worst(read(mixed, channel), sums)).toBeLessThan(1e-7)
      expect(worst(read(copied, channel), copies)).toBeLessThan(1e-7)
    }
  })

  test('clear zeroes its frames only', () => {
    const source = noise(2)
    const { arena, read, bus } = createBus(source)
    arena.call('op_clear', bus, 2, 128, 256)
    source.forEach((samples, channel) => {
      expect(read(bus, channel)).toEqual(samples.slice().fill(0, 128, 384))
    })
  })

  test('fill and line write params', () => {
    const { arena, read, bus } = createBus([new Float32Array(1_024)])
    arena.call('op_fill', bus, 0.5, 0, 128)
    arena.call('op_line', bus, 128, 256, 2, 0.001)
    const wanted = Float32Array.from({ length: 1_024 }, (_, frame) => {
      if (frame < 128) return 0.5
      return frame < 384 ? 2 + (frame - 128) * 0.001 : 0
    })
    expect(read(bus, 0)).toEqual(wanted)
  })

  test.each([1, 2, 3])('interleave puts %i channels side by side', channels => {
    const source = noise(channels)
    const { arena, bus } = createBus(source)
    const to = arena.allocate(256 * channels * 4)
    arena.call('op_interleave', to, bus, channels, 256, 512)
    const wanted = Float32Array.from(
      { length: 256 * channels },
      (_, i) => source[i % channels]![512 + Math.floor(i / channels)]!,
    )
    expect(arena.floats(to, 256 * channels).slice()).toEqual(wanted)
  })
})

describe('A-02 guard', () => {
  test('zeroes and counts what is not finite, zeroes denormals, and raises the peak', () => {
    const left = whiteNoise(1_024, 1)
    const right = whiteNoise(1_024, 2)
    left.set([Number.NaN, Infinity, -Infinity, 1e-40, -1e-45, -0.75], 200)
    right[999] = Number.NaN
    right[10] = Infinity
    const { arena, read, bus } = createBus([left, right])
    const meter = arena.allocate(8)
    arena.floats(meter, 2).set([0, 0.9])
    expect(arena.call('op_guard', bus, 2, 128, 896, meter)).toBe(4)
    const cleanLeft = left.slice().fill(0, 200, 205)
    const cleanRight = right.slice().fill(0, 999, 1_000)
    expect(read(bus, 0)).toEqual(cleanLeft)
    expect(read(bus, 1)).toEqual(cleanRight)
    expect([...arena.floats(meter, 2)]).toEqual([0.75, Math.fround(0.9)])
  })
})
