import { expect } from 'vitest'
import { BLOCK_FRAMES } from '../abi'
import type { Kernel } from '../define-kernel'
import { createInstance, type RenderOptions } from './render'
import { wander, whiteNoise } from './signals'

type Options = Omit<RenderOptions, 'partition'> & { readonly calls?: readonly number[] }

/** What a kernel shows after `frames` frames: the values of each readout (of 2 channels where it is one a channel). */
export function readoutsAfter(definition: Kernel, options: Options): Record<string, number[]> {
  const instance = createInstance(definition, options)
  const calls = options.calls ?? [BLOCK_FRAMES]
  let count = 0
  for (let from = 0; from < options.frames; from += BLOCK_FRAMES) {
    const block = Math.min(BLOCK_FRAMES, options.frames - from)
    instance.fill(from, block)
    for (let offset = 0; offset < block;) {
      const size = Math.min(calls[count++ % calls.length] ?? block, block - offset)
      instance.process(offset, size)
      offset += size
    }
  }
  const { arena, self } = instance
  return Object.fromEntries(
    Object.entries(definition.readouts ?? {}).map(([name, readout]) => {
      const length = readout.length ?? (readout.perChannel ? 2 : 1)
      const at = self + readout.offset
      const values = readout.type === 'f32' ? arena.floats(at, length) : arena.doubles(at, length)
      return [name, [...values]]
    }),
  )
}

/** Checks that what a kernel shows does not depend on how time is cut into calls. */
export function expectSameReadouts(definition: Kernel, frames = 65_536, channels = 2): void {
  const walk = wander(frames, -0.5, 0.5, 9)
  const names = Object.keys(definition.inputs)
  const inputs = Object.fromEntries(
    names.map((name, index) => [
      name,
      Array.from({ length: channels }, (_, channel) =>
        whiteNoise(frames, 7 * index + channel).map((value, i) => value * (walk[i] ?? 0)),
      ),
    ]),
  )
  const whole = readoutsAfter(definition, { frames, inputs })
  for (const calls of [[128], [384, 128, 896], [640, 256]]) {
    expect(readoutsAfter(definition, { frames, inputs, calls, alwaysMoving: true })).toEqual(whole)
  }
}
