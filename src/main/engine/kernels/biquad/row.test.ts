import { describe, expect, test } from 'vitest'
import { CHANNEL_BYTES, HEADER, PAIR_BYTES } from '../abi'
import { createArena } from '../testing/load-kernels'
import { whiteNoise } from '../testing/signals'
import { biquad } from './index'

const BLOCK = 1024
const BYPASS = Object.keys(biquad.params).indexOf('bypass')
const arena = createArena()

/** Filters in series from a bus of so many channels on: their addresses, their bypasses, the last bus. */
function chain(input: number, channels: number, count: number) {
  const filters: number[] = []
  const bypasses: number[] = []
  let bus = input
  for (let index = 0; index < count; index++) {
    const self = arena.allocate(arena.call('biquad_state_size', channels))
    const to = arena.allocate(channels * CHANNEL_BYTES)
    arena.words(self + HEADER.inputs.offset, 2).set([bus, channels])
    arena.words(self + HEADER.outputs.offset, 2).set([to, channels])
    const values = [5, 300 * (index + 1), 1, 0, index % 2 === 0 ? 4 : -4, 0, 0, 0]
    values.forEach((value, param) => {
      const at = arena.allocate(16)
      arena.floats(at, 1)[0] = value
      arena.words(self + HEADER.params.offset + param * PAIR_BYTES, 2).set([at, 0])
      if (param === BYPASS) bypasses.push(at)
    })
    arena.call('biquad_init', self, 48_000, 1)
    filters.push(self)
    bus = to
  }
  return { filters, bypasses, bus }
}

describe('A-01 biquads in a row', () => {
  test.each([
    [1, 2],
    [2, 3],
    [2, 5],
    [2, 8],
  ])('%i channels, %i filters: as one step the same bits as one by one', (channels, count) => {
    const input = arena.allocate(channels * CHANNEL_BYTES)
    const row = chain(input, channels, count)
    const apart = chain(input, channels, count)
    const step = arena.allocate(12 + 4 * count)
    arena.words(step, count + 3).set([0, 0, count, ...row.filters])
    for (let block = 0; block < 24; block++) {
      for (let channel = 0; channel < channels; channel++) {
        // Silence in between, until all rest.
        const noise = whiteNoise(BLOCK, 2 * block + channel)
        const samples = block > 6 && block < 16 ? noise.fill(0) : noise
        arena.floats(input + channel * CHANNEL_BYTES, BLOCK).set(samples)
      }
      for (let index = 0; index < count; index++) {
        // Each pattern of bypasses comes; in the end all are bypassed.
        const bypassed = block === 22 || ((block * 5) >> (index % 4)) % 2 === 1 ? 1 : 0
        for (const { bypasses } of [row, apart]) arena.floats(bypasses[index]!, 1)[0] = bypassed
      }
      arena.call('step_biquads', step, 0, BLOCK)
      for (const self of apart.filters) arena.call('biquad_process', self, 0, BLOCK)
      for (let channel = 0; channel < channels; channel++) {
        const at = channel * CHANNEL_BYTES
        expect(arena.words(row.bus + at, BLOCK)).toEqual(arena.words(apart.bus + at, BLOCK))
      }
    }
  })
})
