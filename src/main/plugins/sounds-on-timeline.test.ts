import { afterAll, describe, expect, test } from 'vitest'
import type { Project } from '#shared/graph'
import { buildEngineGraph } from '../engine'
import { InProcess } from '../engine/testing/in-process'
import { TestSounds } from './testing/test-sounds'
import { catalog, code, found, projectOf } from './testing/under-test'

const shelf = new TestSounds()
afterAll(() => shelf[Symbol.dispose]())
shelf.add('tone', 48_000, 2, 60_000, n => Math.sin(0.01 * n) + 0.2 * Math.sin(n * n))

function heard(type: string, change: (document: Project) => void): Float32Array {
  const definition = catalog.get(type)
  if (definition === undefined) throw new Error(`There is no ${type}`)
  const document = projectOf(definition, { params: { sound: 'tone', start: 0.05 } })
  change(document)
  using run = new InProcess(
    buildEngineGraph(document, { catalog, code, found, sounds: shelf.sounds }),
  )
  const samples = run.render(20_480)
  expect(run.troubles).toEqual([])
  return samples
}

describe('A-01 time stretch', () => {
  test('at its own speed it plays along the timeline as the player does, round a loop too', () => {
    const loop = (document: Project) => {
      document.transport.loop = { enabled: true, start: 0.1, end: 0.25 }
    }
    const straight = heard('player/player', loop)
    const stretched = heard('time-stretch/time-stretch', loop)
    // Where the timeline goes round the stretched sound fades over.
    const seams = [12_000, 19_200]
    const away = straight.map((value, n) => {
      return seams.some(seam => n >= 2 * seam && n < 2 * seam + 256)
        ? 0
        : Math.abs(value - (stretched[n] ?? 0))
    })
    expect(Math.max(...away)).toBeLessThan(1e-5)
    expect(Math.max(...straight)).toBeGreaterThan(0.5)
  })

  test('at the tempo of the project a loop of two beats lasts two beats', () => {
    // 50,000 frames of 60,000 are 1.25 s: 2 beats at 96.
    const followed = heard('time-stretch/time-stretch', document => {
      document.transport.tempo = 192
      const node = document.graph.nodes['node']
      if (node !== undefined) Object.assign(node.params, { start: 0, follow: true, bpm: 96 })
    })
    const fast = heard('time-stretch/time-stretch', document => {
      const node = document.graph.nodes['node']
      if (node !== undefined) Object.assign(node.params, { start: 0, speed: 2 })
    })
    followed.forEach((value, n) => expect(Math.abs(value - (fast[n] ?? 0))).toBeLessThan(1e-5))
  })
})
