import { describe, expect, test } from 'vitest'
import { createArena } from '../testing/load-kernels'
import { whiteNoise } from '../testing/signals'

const CHUNK = 8192
const CHUNKS = 3
const BLOCK = 1024
const arena = createArena()

/** What a tee of a stereo bus leaves in its ring after blocks that are cut into parts of a size. */
function ringAfter(left: Float32Array, right: Float32Array, part: number): Float32Array {
  const bus = arena.allocate(2 * BLOCK * 4)
  const ring = arena.allocate(CHUNKS * 2 * CHUNK * 4)
  const tee = arena.allocate(16)
  const step = arena.allocate(16)
  arena.words(tee, 3).set([0, CHUNKS, ring])
  arena.words(step, 3).set([bus, 2, tee])
  for (let done = 0; done < left.length; done += BLOCK) {
    arena.floats(bus, BLOCK).set(left.subarray(done, done + BLOCK))
    arena.floats(bus + BLOCK * 4, BLOCK).set(right.subarray(done, done + BLOCK))
    for (let at = 0; at < BLOCK; at += part) arena.call('step_tee', step, at, part)
  }
  expect(arena.words(tee, 1)[0]).toBe(left.length)
  return arena.floats(ring, CHUNKS * 2 * CHUNK).slice()
}

describe('A-07 outputs on their way to the disk', () => {
  const [left, right] = [whiteNoise(2 * CHUNK + BLOCK, 1), whiteNoise(2 * CHUNK + BLOCK, 2)]

  test('lie in chunks, channel after channel, however time is cut', () => {
    const ring = ringAfter(left, right, BLOCK)
    expect(ring.slice(0, CHUNK)).toEqual(left.slice(0, CHUNK))
    expect(ring.slice(CHUNK, 2 * CHUNK)).toEqual(right.slice(0, CHUNK))
    expect(ring.slice(3 * CHUNK, 4 * CHUNK)).toEqual(right.slice(CHUNK, 2 * CHUNK))
    expect(ring.slice(4 * CHUNK, 4 * CHUNK + BLOCK)).toEqual(left.slice(2 * CHUNK))
    expect(ringAfter(left, right, 128)).toEqual(ring)
  })

  test('a chunk of which any bit is another has another sum', () => {
    const bytes = 256
    const at = arena.allocate(bytes)
    arena.floats(at, bytes / 4).set(left.subarray(0, bytes / 4))
    const sums = new Set([arena.call('kept_sum', at, bytes)])
    const words = arena.words(at, bytes / 4)
    for (let bit = 0; bit < bytes * 8; bit++) {
      const word = words[bit >> 5] ?? 0
      words[bit >> 5] = word ^ (1 << (bit & 31))
      sums.add(arena.call('kept_sum', at, bytes))
      words[bit >> 5] = word
    }
    expect(sums.size).toBe(bytes * 8 + 1)
  })

  test('zeros of any length, and chunks in another order, have other sums', () => {
    const at = arena.allocate(1024)
    const zeros = [64, 128, 256].map(bytes => arena.call('kept_sum', at, bytes))
    arena.floats(at, 16).fill(1)
    const first = arena.call('kept_sum', at, 128)
    arena.floats(at, 16).fill(0)
    arena.floats(at + 64, 16).fill(1)
    expect(new Set([...zeros, first, arena.call('kept_sum', at, 128)]).size).toBe(5)
  })
})
