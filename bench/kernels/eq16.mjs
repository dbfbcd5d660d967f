/// <reference types="node" />
// Sixteen stereo peaking biquads in series over 60 s of noise: the kernels against
// node-web-audio-api, which runs the same graph natively. Prints the times and their ratio.

import { OfflineAudioContext } from 'node-web-audio-api'
import { BLOCK, CHANNEL_BYTES, createHost, shortest } from './wasm-host.mjs'

const RATE = 48_000
const SECONDS = 60
const FRAMES = Math.floor((SECONDS * RATE) / BLOCK) * BLOCK
const bands = Array.from({ length: 16 }, (_, band) => ({
  frequency: 40 * 2 ** (band * 0.55),
  gain: band % 2 ? -3 : 3,
}))
const noise = [1, 2].map(() => Float32Array.from({ length: FRAMES }, () => Math.random() - 0.5))

async function runKernels() {
  const host = await createHost()
  const buses = [0, ...bands].map(() => host.allocate(2 * CHANNEL_BYTES))
  const processes = bands.map(({ frequency, gain }, band) =>
    host.instance('biquad', {
      input: [buses[band], 2],
      output: [buses[band + 1], 2],
      params: [5, frequency, 1, 0, gain, 0],
    }),
  )
  const views = [0, 1].map(
    side => new Float32Array(host.memory.buffer, buses[0] + side * CHANNEL_BYTES, BLOCK),
  )
  const results = [0, 1].map(
    side => new Float32Array(host.memory.buffer, buses.at(-1) + side * CHANNEL_BYTES, BLOCK),
  )
  const rendered = noise.map(() => new Float32Array(FRAMES))
  const time = await shortest(5, () => {
    for (let from = 0; from < FRAMES; from += BLOCK) {
      views.forEach((view, side) => view.set(noise[side].subarray(from, from + BLOCK)))
      for (const process of processes) process(0, BLOCK)
      results.forEach((result, side) => rendered[side].set(result, from))
    }
  })
  return time
}

async function runPeer() {
  return shortest(3, async () => {
    const context = new OfflineAudioContext(2, FRAMES, RATE)
    const buffer = context.createBuffer(2, FRAMES, RATE)
    noise.forEach((samples, side) => buffer.copyToChannel(samples, side))
    const source = context.createBufferSource()
    source.buffer = buffer
    let last = source
    for (const { frequency, gain } of bands) {
      const filter = context.createBiquadFilter()
      filter.type = 'peaking'
      filter.frequency.value = frequency
      filter.gain.value = gain
      last.connect(filter)
      last = filter
    }
    last.connect(context.destination)
    source.start()
    await context.startRendering()
  })
}

const ours = await runKernels()
const theirs = await runPeer()
process.stdout.write(
  `16 stereo biquads, ${SECONDS} s: kernels ${ours.toFixed(0)} ms, ` +
    `node-web-audio-api ${theirs.toFixed(0)} ms, ratio ${(theirs / ours).toFixed(2)}\n`,
)
