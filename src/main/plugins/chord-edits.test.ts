import { expect, test } from 'vitest'
import type { Project } from '#shared/graph'
import { buildEngineGraph } from '../engine'
import type { LiveEvent } from '../engine/graph'
import { highPassed, peakLevel } from '../engine/testing/clicks'
import { InProcess } from '../engine/testing/in-process'
import { chain, connect, type Link } from './testing/chain'
import { catalog, code } from './testing/under-test'

/** A sine for each key. The voices are late by some frames: what they are wired to waits for a whole quantum. */
const voice = { type: 'fm/fm', params: { level2: 0, sustain1: 100, attack1: 0.05, volume: -18 } }
const chord = [60, 64, 67].map((key): LiveEvent => {
  return { kind: 'on', id: `${key}`, key, value: 0.8, channel: 1, wait: 0 }
})
const behind = (...effects: readonly Link[]) =>
  chain(catalog, ['live-input/live-input', voice, ...effects])
const twoWays = behind('gain/gain')
connect(twoWays, catalog, 'n1', 'output')
const pulled = behind('gain/gain')
delete pulled.graph.cables['n2-output']

const build = (document: Project) =>
  buildEngineGraph(document, { catalog, code, sounds: new Map() })

test.each([
  ['an effect is deleted', behind('gain/gain'), behind()],
  ['an effect is put into a cable', behind(), behind('gain/gain')],
  ['an effect is replaced', behind('gain/gain'), behind('pan/pan')],
  ['an effect that is late is deleted', behind('limiter/limiter'), behind()],
  ['an effect that is late is put into a cable', behind(), behind('limiter/limiter')],
  ['it gets a second way', behind('gain/gain'), twoWays],
  ['it loses its second way', twoWays, behind('gain/gain')],
  ['its cable is pulled out', behind('gain/gain'), pulled],
  ['its cable is plugged in', pulled, behind('gain/gain')],
])('E-15 A-06 a held chord sounds on without a click while %s', (_, before, after) => {
  for (const size of [128, 1024]) {
    using run = new InProcess(build(before))
    run.renderer.play(chord)
    run.render(24_576, [size])
    const sounding = run.render(1024, [size])
    run.load(build(after))
    const samples = Float32Array.from([...sounding, ...run.render(8192, [size])])
    for (const channel of [0, 1]) {
      const heard = samples.filter((__, index) => index % 2 === channel)
      expect(peakLevel(highPassed(heard, 8000, 48_000)), `in blocks of ${size}`).toBeLessThan(-80)
    }
  }
})
