import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { renderOut, type Values } from '../testing/render'
import { whiteNoise } from '../testing/signals'
import { envelope } from '.'

const RATE = 48_000

/** A gate that is up between two frames. */
function gateBetween(from: number, to: number, frames: number): Float32Array {
  return Float32Array.from({ length: frames }, (_, i) => (i >= from && i < to ? 1 : 0))
}

function pulses(at: readonly number[], frames: number): Float32Array {
  return Float32Array.from({ length: frames }, (_, i) => (at.includes(i) ? 1 : 0))
}

type Setting = {
  readonly gate: Float32Array
  readonly trigger?: Float32Array
  readonly params: Record<string, Values>
}

function run({ gate, trigger = new Float32Array(gate.length), params }: Setting): Float32Array {
  const inputs = { gate: [gate], trigger: [trigger] }
  return renderOut(envelope, { frames: gate.length, inputs, params })[0]!
}

const shape = (part: number, k: number) =>
  k === 0 ? part : (1 - Math.exp(-k * part)) / (1 - Math.exp(-k))

/** The whole envelope by its formula, at a frame. */
function formula(frame: number, from: number, to: number, params: Record<string, number>): number {
  const {
    attack = 0,
    decay = 0,
    sustain = 0,
    release = 0,
    attackCurve = 0,
    decayCurve = 0,
  } = params
  const held = (at: number) => {
    const t = (at - from) / RATE
    if (t < attack) return shape(t / attack, attackCurve)
    if (t < attack + decay) return 1 + (sustain - 1) * shape((t - attack) / decay, decayCurve)
    return sustain
  }
  if (frame < from) return 0
  if (frame < to) return held(frame)
  const t = (frame - to) / RATE
  // The release sets out from the last level that was held, a frame before the gate falls.
  return t < release ? held(to - 1) * (1 - shape(t / release, decayCurve)) : 0
}

describe('A-01 envelope', () => {
  test('gives the same bits for any partition into calls', () => {
    const noise = whiteNoise(5_120, 3, 1)
    const gate = noise.map((_, i) => (noise[i - (i % 150)]! > -0.3 ? 1 : 0))
    const inputs = { gate: [gate], trigger: [noise] }
    expectSameForAnyPartition(envelope, { inputs })
    const params = { attack: 0.003, decay: 0.01, release: 0.02 }
    expectSameForAnyPartition(envelope, { inputs, params })
  })

  test('stages that end anywhere give the same bits, in one call or in many', () => {
    const inputs = { gate: [gateBetween(37, 3_001, 5_120)], trigger: [pulses([1_613], 5_120)] }
    const params = { attack: 0.00301, decay: 0.01303, sustain: 0.4, release: 0.0211 }
    expectSameForAnyPartition(envelope, { inputs, params })
  })

  const times = { attack: 0.01, decay: 0.05, sustain: 0.4, release: 0.03 }
  test.each([
    { name: 'straight', attackCurve: 0, decayCurve: 0, to: 4_000 },
    { name: 'as a capacitor', attackCurve: 2, decayCurve: 5, to: 4_000 },
    { name: 'slow at first', attackCurve: -4, decayCurve: -3, to: 4_000 },
    { name: 'let go in the attack', attackCurve: 3, decayCurve: 4, to: 400 },
    { name: 'let go in the decay', attackCurve: 3, decayCurve: 4, to: 1_111 },
  ])('follows its formula to every frame: $name', ({ attackCurve, decayCurve, to }) => {
    const params = { ...times, attackCurve, decayCurve }
    const out = run({ gate: gateBetween(133, to, 6_400), params })
    const errors = out.map((value, frame) => value - formula(frame, 133, to, params))
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(1e-6)
    const over = to + Math.round(times.release * RATE)
    expect(out[over - 1]).toBeGreaterThan(0)
    expect(out.subarray(over).every(value => value === 0)).toBe(true)
  })

  test('times of 0 are there at once, and fall at once', () => {
    const params = { attack: 0, decay: 0, sustain: 1, release: 0 }
    const gate = gateBetween(77, 200, 256)
    expect(run({ gate, params })).toEqual(gate)
  })

  test('a trigger begins again from the level reached, from zero, or not at all', () => {
    const params = { ...times, attackCurve: 0, decayCurve: 0 }
    const gate = gateBetween(0, 6_000, 6_400)
    const trigger = pulses([0, 4_000], 6_400)
    const level = run({ gate, trigger, params })
    expect(level[4_000]).toBeCloseTo(0.4, 5)
    expect(level[4_240]).toBeCloseTo(0.7, 5)
    const zero = run({ gate, trigger, params: { ...params, retrigger: 1 } })
    expect([zero[4_000], zero[4_240]]).toEqual([0, expect.closeTo(0.5, 5)])
    const off = run({ gate, trigger, params: { ...params, retrigger: 2 } })
    expect(off[4_240]).toBeCloseTo(0.4, 5)
  })

  test('the velocity where it begins sets the peak, by the sensitivity', () => {
    const velocity = Float32Array.from({ length: 1_280 }, (_, i) => (i < 200 ? 0.5 : 1))
    const params = { attack: 0, decay: 0, sustain: 1, velocity, sensitivity: 0.8, depth: -3 }
    const out = run({ gate: gateBetween(100, 1_280, 1_280), params })
    expect(out[1_000]).toBeCloseTo(-3 * (1 - 0.8 * 0.5), 5)
  })

  test('the sustain may move under a held note', () => {
    const sustain = Float32Array.from({ length: 1_280 }, (_, i) => i / 1_280)
    const params = { attack: 0, decay: 0, sustain }
    const out = run({ gate: gateBetween(0, 1_280, 1_280), params })
    expect(out[640]).toBeCloseTo(0.5, 6)
  })

  test('a time that moves does not make it jump', () => {
    const attack = Float32Array.from({ length: 6_400 }, (_, i) => (i < 1_000 ? 1 : 0.1))
    const params = { attack, attackCurve: 2 }
    const out = run({ gate: gateBetween(0, 6_400, 6_400), params })
    const steps = out.subarray(1).map((value, i) => Math.abs(value - out[i]!))
    expect(Math.max(...steps)).toBeLessThan(1e-3)
    expect(out[1_000 + 4_800]).toBeLessThan(1)
    expect(Math.max(...out)).toBe(1)
  })
})
