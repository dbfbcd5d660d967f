import { array, assert, boolean, integer, property } from 'fast-check'
import { expect } from 'vitest'
import type { Kernel } from '../define-kernel'
import { type RenderOptions, type Values, renderOut } from './render'
import { wander, whiteNoise } from './signals'

type Conditions = Omit<RenderOptions, 'partition' | 'frames' | 'params'> & {
  readonly channels?: number
  /** Values for params whose whole range makes no sense to wander over, in place of a walk. */
  readonly params?: Readonly<Record<string, Values>>
  /** In place of noise: gates, events of a control signal. */
  readonly inputs?: RenderOptions['inputs']
}

const FRAMES = 128 * 40

/**
 * Every param on a walk over its range (exponential ones over two decades of it), choices
 * stepping.
 */
function movingParams(definition: Kernel, seed: number): Record<string, Values> {
  return Object.fromEntries(
    Object.entries(definition.params).map(([name, param], index) => {
      if (param.kind === 'choice') {
        const count = param.choices.length
        const steps = Float32Array.from(
          { length: FRAMES },
          (_, frame) => Math.floor(frame / 896 + seed) % count,
        )
        return [name, steps]
      }
      const min = Math.max(param.min, -1_000)
      const max = Math.min(param.max, 1_000_000)
      return [name, wander(FRAMES, min, max, seed + index)]
    }),
  )
}

/**
 * Checks that the output of a kernel with all its params moving is the same, bit by bit, for any
 * partition of time into calls, and the same again when params that hold still are marked as
 * moving.
 */
export function expectSameForAnyPartition(definition: Kernel, conditions: Conditions = {}): void {
  const { channels = 2, params, inputs: others, ...options } = conditions
  const names = Object.keys(definition.inputs)
  const noise = Object.fromEntries(
    names.map((name, index) => [
      name,
      Array.from({ length: channels }, (_, channel) => whiteNoise(FRAMES, 10 * index + channel)),
    ]),
  )
  const inputs = { ...noise, ...others }
  const call = integer({ min: 1, max: 8 }).map(quanta => quanta * 128)
  const sameBits = property(
    array(call, { minLength: 1, maxLength: 12 }),
    integer({ min: 1, max: 1_000 }),
    boolean(),
    (partition, seed, alwaysMoving) => {
      const given = { ...movingParams(definition, seed), ...params }
      const common = { ...options, inputs, params: given, frames: FRAMES }
      const whole = renderOut(definition, { ...common, partition: [1_024] })
      const parts = renderOut(definition, { ...common, partition, alwaysMoving })
      expect(whole.flatMap(samples => [...samples]).every(Number.isFinite)).toBe(true)
      expect(whole.some(samples => samples.some(value => value !== 0))).toBe(true)
      for (const [channel, samples] of whole.entries()) {
        expect(Buffer.from(parts[channel]!.buffer).equals(Buffer.from(samples.buffer))).toBe(true)
      }
    },
  )
  assert(sameBits, { numRuns: 25 })
}
