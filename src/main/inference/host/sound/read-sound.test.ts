import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readAtRate, windows, type RawSound } from './read-sound'

const folder = mkdtempSync(join(tmpdir(), 'wireharp-read-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A sine on the left, its negative on the right. */
function sine(sampleRate: number, hertz: number, frames: number): RawSound {
  const samples = new Float32Array(frames * 2)
  for (let frame = 0; frame < frames; frame++) {
    const value = Math.sin((2 * Math.PI * hertz * frame) / sampleRate) / 2
    samples.set([value, -value], frame * 2)
  }
  const path = join(folder, `${sampleRate}-${frames}.f32`)
  writeFileSync(path, new Uint8Array(samples.buffer))
  return { path, sampleRate, channels: 2, frames }
}

async function all(pieces: AsyncIterable<Float32Array>): Promise<number[]> {
  const samples: number[] = []
  for await (const piece of pieces) samples.push(...piece)
  return samples
}

test.each([
  ['best', 1e-5],
  ['fast', 2e-4],
] as const)(
  'a sine at another rate is the same sine, to its very length (%s)',
  async (quality, most) => {
    const sound = sine(44_100, 1000, 100_000)
    const samples = await all(readAtRate(sound, 48_000, 2, quality))
    expect(samples.length).toBe(Math.round((100_000 * 48_000) / 44_100) * 2)
    let worst = 0
    for (let frame = 1000; frame < samples.length / 2 - 1000; frame++) {
      const value = Math.sin((2 * Math.PI * 1000 * frame) / 48_000) / 2
      worst = Math.max(worst, Math.abs((samples[frame * 2] ?? 0) - value))
      worst = Math.max(worst, Math.abs((samples[frame * 2 + 1] ?? 0) + value))
    }
    expect(worst).toBeLessThan(most)
  },
)

test('two channels become their mean; windows have one length, the last filled up', async () => {
  const sound = sine(16_000, 500, 40_000)
  const mono = await all(readAtRate(sound, 16_000, 1))
  expect(Math.max(...mono.map(Math.abs))).toBe(0)
  const lengths: number[] = []
  for await (const window of windows(readAtRate(sound, 16_000, 1), 512)) lengths.push(window.length)
  expect(lengths).toEqual(Array.from({ length: Math.ceil(40_000 / 512) }, () => 512))
})
