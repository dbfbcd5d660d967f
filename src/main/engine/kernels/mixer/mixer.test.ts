import { OfflineAudioContext } from 'node-web-audio-api'
import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut } from '../testing/render'
import { differenceLevel, whiteNoise } from '../testing/signals'
import { mixer } from '.'

const FRAMES = 4096

/** Inputs by name: mono at `in2`, the others stereo. */
const inputs = {
  in1: [whiteNoise(FRAMES, 1), whiteNoise(FRAMES, 2)],
  in2: [whiteNoise(FRAMES, 3)],
  in5: [whiteNoise(FRAMES, 4), whiteNoise(FRAMES, 5)],
  in8: [whiteNoise(FRAMES, 6), whiteNoise(FRAMES, 7)],
}
const settings = { in1: [0.5, -0.7], in2: [1.5, 0.25], in5: [0.9, 0], in8: [0.2, 1] } as const

/** The same by node-web-audio-api: a gain and a panner a channel, and a gain behind their sum. */
async function peer(master: number): Promise<Float32Array[]> {
  const context = new OfflineAudioContext(2, FRAMES, 48_000)
  const sum = context.createGain()
  sum.gain.value = master
  sum.connect(context.destination)
  for (const name of ['in1', 'in2', 'in5', 'in8'] as const) {
    const channels = inputs[name]
    const buffer = context.createBuffer(channels.length, FRAMES, 48_000)
    channels.forEach((samples, channel) => buffer.copyToChannel(new Float32Array(samples), channel))
    const source = context.createBufferSource()
    const level = context.createGain()
    const panner = context.createStereoPanner()
    source.buffer = buffer
    level.gain.value = settings[name][0]
    panner.pan.value = settings[name][1]
    source.connect(level)
    level.connect(panner)
    panner.connect(sum)
    source.start()
  }
  const rendered = await context.startRendering()
  return [rendered.getChannelData(0), rendered.getChannelData(1)]
}

describe('A-01 mixer', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(mixer)
    expectSameForAnyPartition(mixer, { channels: 1 })
  })

  test.each([false, true])(
    'agrees with gains and panners of Web Audio, parameters moving: %s',
    async alwaysMoving => {
      const params = Object.fromEntries(
        Object.entries(settings).flatMap(([name, [level, pan]]) => [
          [name.replace('in', 'level'), level],
          [name.replace('in', 'pan'), pan],
        ]),
      )
      const ours = renderOut(mixer, {
        frames: FRAMES,
        inputs,
        params: { ...params, master: 0.8 },
        alwaysMoving,
      })
      const theirs = await peer(0.8)
      theirs.forEach((samples, channel) => {
        // The peer reads its sines from a table: 80 dB is as near as it comes.
        expect(differenceLevel(samples, ours[channel]!)).toBeLessThan(-78)
      })
    },
  )

  test('without inputs it is silent', () => {
    const [left] = renderOut(mixer, { frames: 128 })
    expect(left!.every(sample => sample === 0)).toBe(true)
  })
})
