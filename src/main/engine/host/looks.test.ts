import { describe, expect, test } from 'vitest'
import { LOOK_WINDOW, readLooks, type LookSections } from '#shared/contract'
import { Looks } from './looks'
import type { EngineNode } from '../graph'
import type { PlacedLook } from '../protocol'
import { graphOf, InProcess, kernelNode } from '../testing/in-process'

/** A sine of 1 kHz, halved, through a meter. */
function playing() {
  const meter: EngineNode = { ...kernelNode('meter', 'meter', { window: 0.01 }, true) }
  const graph = graphOf(
    [
      kernelNode('osc', 'oscillator', { frequency: 1000 }),
      kernelNode('half', 'gain', { gain: 0.5 }, true),
      meter,
    ],
    ['osc>half', 'half>meter', 'meter>output'],
  )
  return new InProcess(graph)
}

const looks: readonly PlacedLook[] = [
  {
    kind: 'readouts',
    node: 'meter',
    readouts: [
      { kernel: 'k', readout: 'peak' },
      { kernel: 'k', readout: 'windows' },
      { kernel: 'k', readout: 'no-such' },
    ],
    slot: 3,
  },
  { kind: 'output', node: 'half', port: 'out', slot: 7 },
  { kind: 'output', node: 'gone', port: 'out', slot: 8 },
]

function seen(frame: Float32Array): Map<number, LookSections> {
  const all = new Map<number, LookSections>()
  readLooks(frame, (slot, sections) => all.set(slot, sections))
  return all
}

describe('E-11 what is looked at', () => {
  test('the readouts of a meter, and the signal that it is of, say the same of a sine at −6 dB', () => {
    using engine = playing()
    const looking = new Looks()
    expect(looking.set(looks)).toBe(true)
    expect(looking.set([...looks])).toBe(false)
    engine.renderer.commit([{ op: 'set-tees', tees: looking.ends }])
    engine.render(24_576)
    const frame = seen(looking.frame(engine.renderer))
    const [peak, windows, none] = frame.get(3) ?? []
    expect(peak?.[0]).toBeCloseTo(0.5, 4)
    expect(windows?.[0]).toBe(Math.floor(24_576 / 512))
    expect(none).toHaveLength(0)
    const [count, signal] = frame.get(7) ?? []
    expect(count?.[0]).toBe(24_576)
    expect(signal).toHaveLength(LOOK_WINDOW)
    const first = 24_576 - LOOK_WINDOW
    const furthest = Math.max(
      ...Array.from(signal ?? [], (sample, index) =>
        Math.abs(sample - 0.5 * Math.sin((2 * Math.PI * 1000 * (first + index)) / 48_000)),
      ),
    )
    expect(furthest).toBeLessThan(1e-5)
    expect(frame.has(8)).toBe(false)
  })

  test('to look, and to look away, while it plays changes no bit of what is heard', () => {
    using plain = playing()
    using watched = playing()
    const ends = [
      { node: 'half', port: 'out' },
      { node: 'osc', port: 'out' },
    ]
    for (let turn = 0; turn < 8; turn++) {
      watched.renderer.commit([{ op: 'set-tees', tees: turn % 2 === 0 ? ends : [] }])
      expect(watched.render(1536, [384])).toEqual(plain.render(1536, [384]))
    }
  })
})
