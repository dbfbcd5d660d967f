import { describe, expect, test } from 'vitest'
import { exportNames, kernels, type Kernel } from '..'
import { createArena } from '../testing/load-kernels'
import { createInstance } from '../testing/render'
import { whiteNoise } from '../testing/signals'

const QUANTUM = 128
const FRAMES = QUANTUM * 1200
const arena = createArena()

/** A kernel that says when it rests, and hears sound. */
const restful = [...kernels.values()].filter(
  ({ id, inputs }) =>
    arena.has(exportNames(id).idle) && Object.values(inputs).some(({ kind }) => kind === 'audio'),
)

/** Noise, silence for three seconds, and noise again. */
function bursts(seed: number): Float32Array {
  return whiteNoise(FRAMES, seed).map((sample, frame) => {
    const quantum = Math.floor(frame / QUANTUM)
    return quantum < 30 || quantum >= 1150 ? sample : 0
  })
}

function render(kernel: Kernel, resting: boolean): { samples: Float32Array[] } {
  const inputs = Object.fromEntries(
    Object.entries(kernel.inputs).flatMap(([name, { kind }], index) =>
      kind === 'audio' ? [[name, [bursts(2 * index), bursts(2 * index + 1)]]] : [],
    ),
  )
  const instance = createInstance(kernel, { frames: FRAMES, inputs })
  const { arena: own, self, buses } = instance
  const samples = buses.flatMap(({ channels }) =>
    Array.from({ length: channels }, () => new Float32Array(FRAMES)),
  )
  const { process, idle } = exportNames(kernel.id)
  const step = own.allocate(96)
  const counts = [Object.keys(kernel.inputs).length, buses.length]
  const index = (name: string) => own.call(`${name}_index`)
  own.words(step, 5).set([index(process), self, index(idle), ...counts])
  for (let from = 0; from < FRAMES; from += 1024) {
    const frames = Math.min(1024, FRAMES - from)
    instance.fill(from, frames)
    if (resting) own.call('step_resting', step, 0, frames)
    else instance.process(0, frames)
    let channel = 0
    for (const { bus, channels } of buses) {
      for (let c = 0; c < channels; c++) {
        samples[channel++]?.set(own.floats(bus + c * 4096, frames), from)
      }
    }
  }
  return { samples }
}

describe('kernels that rest', () => {
  test('are many', () => expect(restful.length).toBeGreaterThan(15))

  test.each(restful.map(kernel => [kernel.id, kernel] as const))(
    '%s: left out while it rests and hears nothing, it sounds the same to the bit',
    (_, kernel) => {
      const [always, rested] = [render(kernel, false).samples, render(kernel, true).samples]
      always.forEach((samples, channel) => {
        // The sign of a zero is nothing that is heard.
        const plain = (list: Float32Array) => list.map(sample => sample + 0)
        expect(plain(rested[channel] ?? samples.subarray(1))).toEqual(plain(samples))
      })
    },
  )
})
