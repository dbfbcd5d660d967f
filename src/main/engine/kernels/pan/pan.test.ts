import { OfflineAudioContext } from 'node-web-audio-api'
import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut } from '../testing/render'
import { differenceLevel, whiteNoise } from '../testing/signals'
import { pan } from '.'

const FRAMES = 4_096

/** The same by node-web-audio-api, which knows nothing of our kernels. */
async function peer(channels: readonly Float32Array[], position: number): Promise<Float32Array[]> {
  const context = new OfflineAudioContext(2, FRAMES, 48_000)
  const buffer = context.createBuffer(channels.length, FRAMES, 48_000)
  channels.forEach((samples, channel) => buffer.copyToChannel(new Float32Array(samples), channel))
  const source = context.createBufferSource()
  source.buffer = buffer
  const panner = context.createStereoPanner()
  panner.pan.value = position
  source.connect(panner)
  panner.connect(context.destination)
  source.start()
  const rendered = await context.startRendering()
  return [rendered.getChannelData(0), rendered.getChannelData(1)]
}

describe('A-01 pan', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(pan)
    expectSameForAnyPartition(pan, { channels: 1 })
  })

  test.each([1, 2])('agrees with a StereoPannerNode with %i input channels', async count => {
    const channels = [1, 2].slice(0, count).map(seed => whiteNoise(FRAMES, seed))
    for (const position of [-1, -0.7, -0.25, 0, 0.1, 0.5, 1]) {
      const theirs = await peer(channels, position)
      const params = { pan: position }
      const ours = renderOut(pan, { frames: FRAMES, inputs: { in: channels }, params })
      theirs.forEach((samples, channel) => {
        // The peer reads its sines from a table: 80 dB is as near as it comes.
        expect(differenceLevel(samples, ours[channel]!), `pan ${position}`).toBeLessThan(-80)
      })
    }
  })

  test('keeps the power of a mono input at every position', () => {
    const one = new Float32Array(128).fill(1)
    for (let position = -1; position <= 1; position += 0.125) {
      const [left, right] = renderOut(pan, {
        frames: 128,
        inputs: { in: [one] },
        params: { pan: position },
      })
      expect(left![0]! ** 2 + right![0]! ** 2).toBeCloseTo(1, 6)
    }
  })
})
