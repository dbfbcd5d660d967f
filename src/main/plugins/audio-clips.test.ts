import { afterAll, describe, expect, test } from 'vitest'
import { emptyProject, type AudioClip, type Project } from '#shared/graph'
import { buildEngineGraph } from '../engine'
import { InProcess } from '../engine/testing/in-process'
import { TestSounds } from './testing/test-sounds'
import { catalog, code, found } from './testing/under-test'

const RATE = 48_000
const SOUND = 'a'.repeat(64)
const shelf = new TestSounds()
afterAll(() => shelf[Symbol.dispose]())
const sample = (n: number) => Math.sin(0.013 * n) + 0.2 * Math.sin(n * n)
shelf.add(SOUND, RATE, 1, 60_000, sample)

/** A beat is half a second. */
function projectWith(...clips: readonly Partial<AudioClip>[]): Project {
  const project = emptyProject('p', 'Test')
  project.graph.nodes['track'] = {
    ...{ id: 'track', type: 'audio-track/audio-track', position: { x: 0, y: 0 } },
    params: { pan: -1 },
  }
  project.graph.cables['c'] = {
    id: 'c',
    from: { node: 'track', port: 'out' },
    to: { node: 'output', port: 'in' },
  }
  const common = { kind: 'audio', node: 'track', asset: SOUND, start: 0, offset: 0 } as const
  for (const [index, clip] of clips.entries()) {
    const id = `k${index}`
    project.clips[id] = { ...common, length: 1, ...clip, id }
  }
  return project
}

/** The left side, which has all of it. */
function heard(project: Project, frames = 72_000): Float32Array {
  const sources = { catalog, code, found, sounds: shelf.sounds }
  using run = new InProcess(buildEngineGraph(project, sources))
  const samples = run.render(frames)
  expect(run.troubles).toEqual([])
  return samples.filter((_, index) => index % 2 === 0)
}

describe('E-10 clips of sound', () => {
  test('a clip plays its part of the sound, from its first frame to its last', () => {
    const out = heard(projectWith({ start: 0.5, length: 1.5, offset: 0.1, gain: -6 }))
    const gain = 10 ** (-6 / 20)
    out.forEach((value, frame) => {
      const inside = frame >= 12_000 && frame < 48_000
      const wanted = inside ? gain * sample(frame - 12_000 + 4_800) : 0
      expect(Math.abs(value - wanted)).toBeLessThan(1e-5)
    })
  })

  test('two halves of a clip give the samples of the whole', () => {
    const whole = heard(projectWith({ start: 0.3, length: 2, offset: 0.2 }))
    const cut = 0.777
    const halves = heard(
      projectWith(
        { start: 0.3, length: cut, offset: 0.2 },
        { start: 0.3 + cut, length: 2 - cut, offset: 0.2 + cut / 2 },
      ),
    )
    expect(whole.some(value => value !== 0)).toBe(true)
    expect(Buffer.from(halves.buffer).equals(Buffer.from(whole.buffer))).toBe(true)
  })

  test('a clip longer than its sound is silent after it, or begins it again', () => {
    const once = heard(projectWith({ length: 3, offset: 1 }))
    const again = heard(projectWith({ length: 3, offset: 1, repeats: true }))
    for (let frame = 0; frame < 72_000; frame++) {
      const place = frame + RATE
      expect(Math.abs((once[frame] ?? 0) - (place < 60_000 ? sample(place) : 0))).toBeLessThan(1e-5)
      expect(Math.abs((again[frame] ?? 0) - sample(place % 60_000))).toBeLessThan(1e-5)
    }
  })

  test('a stretched clip lasts as long as its place says, at the pitch of the sound', () => {
    const out = heard(projectWith({ length: 2, speed: 0.5 }), 60_000)
    const crossings = (from: number, to: number) => {
      let count = 0
      for (let i = from; i < to; i++) if ((out[i] ?? 0) < 0 !== (out[i + 1] ?? 0) < 0) count += 1
      return count
    }
    expect(out.subarray(48_000).every(value => value === 0)).toBe(true)
    expect(crossings(8_000, 44_000)).toBeGreaterThan(0)
    const power = out.subarray(8_000, 44_000).reduce((sum, value) => sum + value * value, 0)
    expect(power / 36_000).toBeGreaterThan(0.2)
  })

  test('a clip that is muted, of no sound, or on another kind of node is not played', () => {
    const silent = heard(
      projectWith({ muted: true }, { asset: 'b'.repeat(64) }, { node: 'output' }),
    )
    expect(silent.every(value => value === 0)).toBe(true)
  })

  test('an edit of a clip while it sounds makes no click', () => {
    const sources = { catalog, code, found, sounds: shelf.sounds }
    const before = projectWith({ length: 3 })
    using run = new InProcess(buildEngineGraph(before, sources))
    run.render(20_480)
    run.load(buildEngineGraph(projectWith({ length: 3, gain: -20, offset: 0.3 }), sources))
    const after = run.render(8_192).filter((_, index) => index % 2 === 0)
    expect(run.troubles).toEqual([])
    expect(after.some(value => Math.abs(value) > 0.01)).toBe(true)
  })
})
