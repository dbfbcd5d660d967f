import { describe, expect, test } from 'vitest'
import { beatsAt, bpmAt, tempoMapOf } from '#shared/graph'
import { loadKernels } from './kernel-module'
import { Timeline } from './timeline'

const tempo = tempoMapOf({
  tempo: 120,
  tempoCurve: 'hold',
  tempoMap: [
    { beat: 1, bpm: 60, curve: 'linear' },
    { beat: 2, bpm: 180, curve: 'hold' },
  ],
})

describe('A-05 the signals of the timeline', () => {
  test('tempo, beat and phase are those of every frame’s own time, over tempo changes and loops', () => {
    using owner = new DisposableStack()
    const kernels = loadKernels()
    const timeline = new Timeline(kernels)
    timeline.settings = { sampleRate: 1000, length: 10_000, tempo, loop: { start: 250, end: 1300 } }
    const [tempoAt = 0, beatAt = 0, phaseAt = 0] = (['tempo', 'beat', 'phase'] as const).map(
      name => timeline.view(0, owner).signal(name) >>> 2,
    )
    for (let block = 0; block < 4; block++) {
      timeline.advance(1024)
      const { floats } = kernels.arena
      for (let i = 0; i < 1024; i++) {
        const beats = beatsAt(tempo, timeline.positionAt(i) / 1000)
        expect(floats[tempoAt + i]).toBe(Math.fround(bpmAt(tempo, beats)))
        expect(floats[beatAt + i]).toBe(Math.floor(beats))
        const phase = floats[phaseAt + i] ?? 1
        expect(phase).toBeLessThan(1)
        expect(phase).toBeCloseTo(beats - Math.floor(beats), 6)
      }
    }
  })

  test('a tempo that stood before is there again after others', () => {
    using owner = new DisposableStack()
    const kernels = loadKernels()
    const timeline = new Timeline(kernels)
    const map = tempoMapOf({
      tempo: 120,
      tempoCurve: 'hold',
      tempoMap: [
        { beat: 1, bpm: 60, curve: 'linear' },
        { beat: 2, bpm: 180, curve: 'hold' },
        { beat: 8, bpm: 90, curve: 'hold' },
      ],
    })
    timeline.settings = { sampleRate: 1000, length: 10_000, tempo: map }
    const at = timeline.view(0, owner).signal('tempo') >>> 2
    const last = map.at(-1)?.time ?? 0
    // 120, amid the slide, 120 again; 180, from there to 90 within the block, and 180 again.
    for (const from of [0, 600, 0, 2000, Math.round(last * 1000) - 100, 2000]) {
      timeline.jump(from)
      timeline.advance(256)
      for (let i = 0; i < 256; i++) {
        const bpm = bpmAt(map, beatsAt(map, (from + i) / 1000))
        expect(kernels.arena.floats[at + i], `${from} + ${i}`).toBe(Math.fround(bpm))
      }
    }
  })

  test('a node whose sound lags sees the timeline as it was, back over the jump of the loop', () => {
    const timeline = new Timeline(loadKernels())
    timeline.settings = { sampleRate: 1000, length: 10_000, loop: { start: 100, end: 600 } }
    timeline.jump(300)
    timeline.advance(512)
    expect([0, 49, 50, 349, 350].map(frame => timeline.positionAt(frame, 50))).toEqual([
      250, 299, 300, 599, 100,
    ])
    timeline.advance(128)
    expect(timeline.positionAt(0, 512)).toBe(300)
  })

  test('what was played is one stretch from jump to jump, however many blocks it came in', () => {
    const timeline = new Timeline(loadKernels())
    timeline.settings = { sampleRate: 1000, length: 1e6, loop: { start: 100, end: 600 } }
    timeline.jump(300)
    for (let block = 0; block < 5; block++) timeline.advance(128)
    const frames = (lag: number) =>
      timeline
        .segmentsBehind(lag)
        .map(({ offset, position, frames: long }) => [offset, position, long])
    // Frames 512 to 640 since the jump: the loop began anew at 300.
    expect(frames(0)).toEqual([[0, 312, 128]])
    expect(frames(256)).toEqual([
      [0, 556, 44],
      [44, 100, 84],
    ])
    expect(frames(200)).toEqual([[0, 112, 128]])
    timeline.stands = true
    timeline.advance(128)
    timeline.advance(128)
    expect(timeline.segmentsBehind(128)).toEqual([
      { offset: 0, frames: 128, position: 440, stands: true },
    ])
    expect(frames(192)).toEqual([
      [0, 376, 64],
      [64, 440, 64],
    ])
  })

  test('signals for what lags are those of earlier, and a timeline that stands has the same all along', () => {
    using owner = new DisposableStack()
    const kernels = loadKernels()
    const timeline = new Timeline(kernels)
    timeline.settings = { sampleRate: 1000, length: 10_000, tempo }
    const phases = [0, 250].map(lag => timeline.view(lag, owner).signal('phase') >>> 2)
    const read = (place = 0) => [...kernels.arena.floats.subarray(place, place + 512)]
    timeline.jump(2000)
    timeline.advance(512)
    const [now = [], earlier = []] = phases.map(read)
    expect(earlier.slice(250)).toEqual(now.slice(0, 262))
    timeline.stands = true
    timeline.jump(3100)
    timeline.advance(512)
    timeline.advance(512)
    const beats = beatsAt(tempo, 3.1)
    const phase = Math.fround(beats - Math.floor(beats))
    for (const place of phases) expect(new Set(read(place))).toEqual(new Set([phase]))
    expect(timeline.position).toBe(3100)
  })
})
