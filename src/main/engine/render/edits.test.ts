import { describe, expect, test } from 'vitest'
import type { EngineGraph, EngineNode } from '../graph'
import { graphOf, InProcess, kernelNode } from '../testing/in-process'
import { highPassed, peakLevel } from '../testing/clicks'

const FADE = 512
const sine = kernelNode('sine', 'oscillator', { waveform: 0, frequency: 441 })
const other = kernelNode('other', 'oscillator', { waveform: 0, frequency: 620 })
const noise = kernelNode('noise', 'noise')
const gain = (value: number): EngineNode => kernelNode('gain', 'gain', { gain: value }, true)
const delay = kernelNode('delay', 'delay', { time: 0.01, feedback: 0.6, mix: 0.5 }, true)
const bypassed = (node: EngineNode): EngineNode => ({ ...node, bypassed: true })

const through = graphOf([sine, other, gain(0.5)], ['sine>gain', 'gain>output'])

const edits: [name: string, before: EngineGraph, after: EngineGraph][] = [
  ['a cable is unplugged', through, graphOf([sine, other, gain(0.5)], ['sine>gain'])],
  ['a cable is plugged in', graphOf([sine, other, gain(0.5)], ['sine>gain']), through],
  [
    'a cable is plugged into another node',
    graphOf([sine, other, gain(0.5)], ['sine>output']),
    graphOf([sine, other, gain(0.5)], ['other>output']),
  ],
  ['a node is deleted', through, graphOf([sine, other], [])],
  ['a node is added and wired', graphOf([sine], []), through],
  [
    'a node is inserted into a cable',
    graphOf([sine], ['sine>output']),
    graphOf([sine, gain(0.25)], ['sine>gain', 'gain>output']),
  ],
  [
    'a node is bypassed',
    through,
    graphOf([sine, other, bypassed(gain(0.5))], ['sine>gain', 'gain>output']),
  ],
  [
    'a node comes back',
    graphOf([sine, other, bypassed(gain(0.5))], ['sine>gain', 'gain>output']),
    through,
  ],
  [
    'a node is replaced',
    through,
    graphOf([sine, other, { ...delay, id: 'gain' }], ['sine>gain', 'gain>output']),
  ],
  [
    'a source is bypassed',
    through,
    graphOf([bypassed(sine), other, gain(0.5)], ['sine>gain', 'gain>output']),
  ],
  [
    'a mono input becomes stereo',
    graphOf([sine, other, delay], ['sine>delay', 'delay>output']),
    graphOf(
      [sine, other, delay, kernelNode('pan', 'pan', { pan: -0.4 }, true)],
      ['sine>pan', 'pan>delay', 'delay>output'],
    ),
  ],
  [
    'a loop is closed',
    graphOf([sine, gain(0.5)], ['sine>gain', 'gain>output']),
    graphOf([sine, gain(0.5)], ['sine>gain', 'gain>gain', 'gain>output']),
  ],
]

describe('E-15 A-06 edits while sound plays', () => {
  test.each(edits)('%s: no click above −80 dBFS', (_, before, after) => {
    using run = new InProcess(before)
    const sounding = run.render(8192)
    run.load(after)
    // The edges of what is looked at are left out: it begins before the edit.
    const samples = Float32Array.from([...sounding.slice(-2048), ...run.render(8192)])
    for (const channel of [0, 1]) {
      const heard = samples.filter((__, index) => index % 2 === channel)
      expect(peakLevel(highPassed(heard, 5_000, 48_000))).toBeLessThan(-80)
    }
  })

  test('without the fade there is a click, and it is found', () => {
    using before = new InProcess(through)
    using after = new InProcess(graphOf([sine, other, gain(0.5)], ['other>gain', 'gain>output']))
    const cut = Float32Array.from([...before.render(4096), ...after.render(4096)])
    const heard = cut.filter((_, index) => index % 2 === 0)
    expect(peakLevel(highPassed(heard, 5_000, 48_000))).toBeGreaterThan(-60)
  })

  test('noise goes from the old way to the new one by 3t² − 2t³, to the rounding', () => {
    const dry = graphOf([noise], ['noise>output'])
    using edited = new InProcess(dry)
    using source = new InProcess(dry)
    edited.render(1024)
    source.render(1024)
    edited.load(graphOf([noise, gain(0.25)], ['noise>gain', 'gain>output']))
    const [heard, all] = [edited.render(1024), source.render(1024)]
    for (let n = 0; n < 1024; n++) {
      const t = Math.min(1, n / FADE)
      const new_ = t * t * (3 - 2 * t)
      expect(heard[2 * n]).toBeCloseTo((all[2 * n] ?? 0) * (1 - new_ + 0.25 * new_), 6)
    }
  })

  test('an edit during the fade of another waits for its end, and none is lost', () => {
    using run = new InProcess(graphOf([sine], []))
    for (const wires of [['sine>output'], [], ['sine>output'], [], ['sine>output']]) {
      run.load(graphOf([sine], wires))
      run.render(128)
    }
    run.render(8192)
    using direct = new InProcess(graphOf([sine], ['sine>output']))
    direct.render(128 * 5 + 8192)
    expect(run.render(1024)).toEqual(direct.render(1024))
  })

  test('when a fade ends does not depend on the blocks', () => {
    const play = (sizes: readonly number[]) => {
      const run = new InProcess(graphOf([sine, noise], ['sine>output']))
      run.render(1280, sizes)
      run.load(graphOf([sine, noise, delay], ['noise>delay', 'delay>output']))
      run.load(through)
      return run.render(8192, sizes)
    }
    expect(play([128])).toEqual(play([1024]))
    expect(play([384, 640])).toEqual(play([1024]))
  })
})
