import { describe, expect, test } from 'vitest'
import { addDrum } from '../testing/drums'
import { expectSameReadouts } from '../testing/readouts'
import { render } from '../testing/render'
import { sine, whiteNoise } from '../testing/signals'
import { onset } from '.'

/** Times at which `trigger` rises. */
function triggers(wave: Float32Array, params: Record<string, number> = {}): number[] {
  const { trigger } = render(onset, { frames: wave.length, inputs: { in: [wave] }, params })
  const out = trigger![0]!
  return [...out.keys()].filter(i => out[i] === 1 && (out[i - 1] ?? 0) === 0).map(i => i / 48_000)
}

describe('A-02 onsets', () => {
  test('shows the same for any partition into calls', () => {
    expectSameReadouts(onset)
  })

  test('drums are found once each, within 12 ms, over a held chord', () => {
    const wave = new Float32Array(480_000)
    for (const hertz of [220, 277, 330]) {
      sine(480_000, hertz, 48_000).forEach((value, i) => (wave[i]! += 0.1 * value))
    }
    const late = whiteNoise(100, 3)
    const hits = Array.from({ length: 40 }, (_, i) => 0.5 + i * 0.22 + 0.1 * (late[i] ?? 0))
    hits.forEach((at, i) => {
      addDrum(wave, (['kick', 'hat', 'snare', 'hat'] as const)[i % 4] ?? 'hat', at)
    })
    const found = triggers(wave).filter(at => at > 0.3)
    expect(found).toHaveLength(hits.length)
    found.forEach((at, i) => {
      expect(at - hits[i]!).toBeGreaterThan(-128 / 48_000)
      expect(at - hits[i]!).toBeLessThan(0.012)
    })
  })

  test('vibrato and steady noise are no onsets', () => {
    let phase = 0
    const wave = Float32Array.from({ length: 192_000 }, (_, i) => {
      phase += (440 * 2 ** ((0.5 / 12) * Math.sin((2 * Math.PI * 6 * i) / 48_000))) / 48_000
      return [1, 2, 3, 4, 5].reduce(
        (sum, k) => sum + (0.2 / k) * Math.sin(2 * Math.PI * k * phase),
        0,
      )
    })
    expect(triggers(wave).filter(at => at > 0.1)).toEqual([])
    expect(triggers(whiteNoise(192_000, 5), { threshold: 20 }).filter(at => at > 0.1)).toEqual([])
  })

  test('new notes of a steady level are onsets', () => {
    const wave = new Float32Array(192_000)
    for (let note = 0; note < 8; note++) {
      const hertz = 220 * 2 ** (((note * 7) % 12) / 12)
      for (let i = 0; i < 24_000; i++) {
        for (let k = 1; k <= 4; k++) {
          wave[note * 24_000 + i]! +=
            (0.2 / k) * Math.sin((2 * Math.PI * k * hertz * i) / 48_000) * Math.min(1, i / 200)
        }
      }
    }
    expect(triggers(wave)).toHaveLength(8)
  })

  test('`gap` keeps onsets apart, `threshold` leaves out weak ones', () => {
    const wave = new Float32Array(96_000)
    for (let i = 0; i < 16; i++) addDrum(wave, 'hat', 0.1 + i * 0.1)
    expect(triggers(wave).length).toBe(16)
    expect(triggers(wave, { gap: 0.15 }).length).toBe(8)
    expect(triggers(wave, { threshold: 50 })).toEqual([])
  })
})
