import { describe, expect, test } from 'vitest'
import { expectSameForAnyPartition } from '../testing/partitions'
import { purity } from '../testing/purity'
import { createInstance, renderOut } from '../testing/render'
import { differenceLevel, sine, whiteNoise } from '../testing/signals'
import { powerSpectrum } from '../testing/spectrum'
import { pitchShift } from '.'

const LAG = 4_096 - 128
const SIZE = 16_384

function shifted(input: Float32Array, params: Record<string, number>): Float32Array {
  return renderOut(pitchShift, { frames: input.length, inputs: { in: [input] }, params })[0]!
}

/** A burst of noise and tones that fades. */
function hit(frames: number, at: number): Float32Array {
  const noise = whiteNoise(frames, 4)
  return noise.map((value, i) =>
    i < at ? 0 : Math.exp((at - i) / 2_000) * (value + 0.3 * Math.sin(i / 20)),
  )
}

describe('A-01 pitch shift', () => {
  test('gives the same bits for any partition into calls', () => {
    expectSameForAnyPartition(pitchShift, { params: { window: 1 } })
    expectSameForAnyPartition(pitchShift, { params: { window: 0, mix: 1 } })
  })

  test.each([
    [220, -24],
    [60, 7],
    [110, 12],
    [440, -12],
    [440, 1],
    [1_234.5, -5],
    [5_000, 24],
  ])('a sine of %d Hz shifted by %d st is a sine of the same level', (hertz, shift) => {
    const frames = 12_800 + SIZE
    const out = shifted(sine(frames, hertz, 48_000), { shift })
    const wanted = hertz * 2 ** (shift / 12)
    expect(purity(out, [wanted])).toBeGreaterThan(75)
    // In phase with a sine of the wanted frequency all through: a hundredth of a turn in a third of a second.
    const [early, late] = [12_800, frames - 4_800].map(start => {
      const [re, im] = [0, 0.25].map(turn =>
        out.subarray(start, start + 4_800).reduce((sum, value, i) => {
          const angle = 2 * Math.PI * ((wanted * (start + i)) / 48_000 + turn)
          return sum + value * Math.cos(angle) * (1 - Math.cos((2 * Math.PI * i) / 4_800))
        }, 0),
      )
      return { level: (2 * Math.hypot(re!, im!)) / 4_800, turn: Math.atan2(im!, re!) / 2 / Math.PI }
    })
    const drift = late!.turn - early!.turn
    expect(Math.abs(drift - Math.round(drift))).toBeLessThan(0.01)
    expect(Math.abs(20 * Math.log10(late!.level))).toBeLessThan(0.05)
  })

  test('a chord keeps its tones apart: all else lies 65 dB below', () => {
    const tones = [220, 277.18, 329.63, 1_234.5, 3_001.7]
    const frames = 12_800 + SIZE
    const chord = new Float32Array(frames)
    for (const hertz of tones) {
      sine(frames, hertz, 48_000).forEach((value, i) => (chord[i]! += value / 8))
    }
    const moved = tones.map(hertz => hertz * 2 ** (7 / 12))
    expect(purity(shifted(chord, { shift: 7 }), moved)).toBeGreaterThan(65)
  })

  test('without a shift the output is the input, later by the latency', () => {
    const input = whiteNoise(25_600, 5)
    const instance = createInstance(pitchShift, { frames: 1_024, inputs: { in: [input] } })
    instance.fill(0, 1_024)
    expect(instance.arena.call('pitch_shift_latency', instance.self)).toBe(LAG)
    const same = shifted(input, {}).subarray(LAG + 4_096)
    expect(differenceLevel(same, input.subarray(4_096, 4_096 + same.length))).toBeLessThan(-120)
    expect(shifted(input, { mix: 0, shift: 5 }).subarray(LAG)).toEqual(
      input.subarray(0, input.length - LAG),
    )
  })

  test.each([-12, -5, 4, 7, 12])('the attack of a hit stays, at %d st', shift => {
    const at = 12_345
    const out = shifted(hit(25_600, at), { shift })
    const power = (from: number, to: number) =>
      out.subarray(at + LAG + from, at + LAG + to).reduce((sum, value) => sum + value * value, 0) /
      (to - from)
    // Before the last millisecond; without care for onsets it is −9 to −13 dB in the milliseconds before.
    expect(10 * Math.log10(power(-480, -48) / power(0, 480))).toBeLessThan(-15)
    expect(10 * Math.log10(power(0, 96) / power(0, 480))).toBeGreaterThan(-2)
  })

  test('`formants` keeps the spectral envelope of a voice', () => {
    // Pulses at 110 Hz through a resonance at 1 kHz.
    const frames = 12_800 + SIZE
    const voice = new Float32Array(frames)
    let [y1, y2] = [0, 0]
    let phase = 0
    for (let i = 0; i < frames; i++) {
      phase += 110 / 48_000
      const pulse = phase >= 1 ? 1 : 0
      phase -= pulse
      const y = pulse + 2 * 0.99 * Math.cos((2 * Math.PI * 1_000) / 48_000) * y1 - 0.9801 * y2
      y2 = y1
      y1 = y
      voice[i] = 0.1 * y
    }
    const centre = (params: Record<string, number>) => {
      const power = powerSpectrum(shifted(voice, params).subarray(frames - SIZE))
      const sum = power.reduce((total, value) => total + value, 0)
      return (power.reduce((total, value, bin) => total + value * bin, 0) / sum / SIZE) * 48_000
    }
    const before = centre({ shift: 0 })
    expect(centre({ shift: 7 }) / before).toBeGreaterThan(1.4)
    expect(Math.abs(centre({ shift: 7, formants: 1 }) / before - 1)).toBeLessThan(0.15)
    expect(centre({ shift: 0, formants: 1, formant: 7 }) / before).toBeGreaterThan(1.25)
  })

  test('both sides of a stereo image are turned alike', () => {
    const left = whiteNoise(25_600, 6)
    const right = left.map(value => -0.5 * value)
    const out = renderOut(pitchShift, {
      frames: 25_600,
      inputs: { in: [left, right] },
      params: { shift: 3 },
    })
    expect(
      differenceLevel(
        out[0]!.map(value => -0.5 * value),
        out[1]!,
      ),
    ).toBeLessThan(-120)
  })

  test('huge samples stay finite, and silence comes back exactly', () => {
    const input = whiteNoise(25_600, 7).map((value, i) => (i < 6_400 ? value * 1e30 : 0))
    const out = shifted(input, { shift: -7, formants: 1 })
    expect(out.every(Number.isFinite)).toBe(true)
    expect(out.subarray(20_000).every(value => value === 0)).toBe(true)
  })
})
