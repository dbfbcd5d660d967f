import { afterAll, describe, expect, test } from 'vitest'
import type { NodeDefinition, ParamValue, Project } from '#shared/graph'
import { buildEngineGraph } from '../engine'
import { highPassed, peakLevel } from '../engine/testing/clicks'
import { InProcess } from '../engine/testing/in-process'
import { TestSounds } from './testing/test-sounds'
import { catalog, code, definitions, projectOf, withSounds } from './testing/under-test'

const shelf = new TestSounds()
afterAll(() => shelf[Symbol.dispose]())
shelf.add('sine', 48_000, 2, 96_000, n => 0.25 * Math.sin((2 * Math.PI * 220 * (n >> 1)) / 48_000))

const sine = { sources: { audio: 'oscillator/oscillator', control: '' }, sourceParams: { frequency: 220, level: -40 } }

function withParam(document: Project, param: string, value: ParamValue): Project {
  const copy = structuredClone(document)
  const node = copy.graph.nodes['node']
  if (node !== undefined) node.params = { ...node.params, [param]: value }
  return copy
}

const level = (samples: Float32Array) => Math.max(...[0, 1].map(channel => peakLevel(highPassed(samples.filter((_, i) => i % 2 === channel), 5000, 48000))))

function flip(definition: NodeDefinition, param: string, from: ParamValue, to: ParamValue) {
  const base = projectOf(definition, { ...sine, params: withSounds(definition, 'sine') })
  const build = (document: Project) => buildEngineGraph(document, { catalog, code, sounds: shelf.sounds })
  using run = new InProcess(build(withParam(base, param, from)))
  const all = run.render(12288)
  run.load(build(withParam(base, param, to)))
  const rest = run.render(16384)
  const joined = new Float32Array(all.length + rest.length)
  joined.set(all); joined.set(rest, all.length)
  const hp = [0, 1].map(channel => highPassed(joined.filter((_, i) => i % 2 === channel), 5000, 48000))
  const lv = (a: number, b: number) => Math.max(...hp.map(h => peakLevel(h.subarray(a, b))))
  return [lv(11700, 18432), lv(6000, 11700), lv(20000, 28672)]
}

test('x', () => {
  for (const d of definitions) {
    if (Object.values(d.outputs)[0]?.kind !== 'audio') continue
    if (Object.values(d.inputs).some(i => i.kind === 'notes')) continue
    for (const [id, spec] of Object.entries(d.params)) {
      if (/[2-9]$/.test(id)) continue
      const values: ParamValue[] = spec.kind === 'choice' ? spec.options.map(o => o.id) : spec.kind === 'toggle' ? [false, true] : []
      for (const [i, v] of values.entries()) {
        const to = values[(i + 1) % values.length]!
        const [a, b, c] = flip(d, id, v, to)
        if (a! > -108 && a! > Math.max(b!, c!) + 3) console.log("!!",d.type, id, v, to, a!.toFixed(0), b!.toFixed(0), c!.toFixed(0))
      }
    }
  }
}, 100000)
