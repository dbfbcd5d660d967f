import { afterAll, describe, expect, test } from 'vitest'
import type { NodeDefinition, ParamSpec, ParamValue, Project } from '#shared/graph'
import { buildEngineGraph } from '../engine'
import { highPassed, peakLevel } from '../engine/testing/clicks'
import { InProcess } from '../engine/testing/in-process'
import { TestSounds } from './testing/test-sounds'
import { catalog, code, definitions, named, projectOf, withSounds } from './testing/under-test'

const shelf = new TestSounds()
afterAll(() => shelf[Symbol.dispose]())
// Ten cycles of 220 Hz, looped where a node loops.
shelf.add('sine', 48_400, 2, 96_800, n => 0.01 * Math.sin((2 * Math.PI * (n >> 1)) / 220))

/** Soft, so that what bends sound makes no harmonics of it: 40 dB below full scale. */
const sine = {
  sources: { audio: 'oscillator/oscillator', control: '' },
  sourceParams: { frequency: 220, level: -40 },
}
/** 60 dB below the sine. */
const QUIET = -100

/** What is louder, at most how loud (dBFS), and why. */
const known: Readonly<Record<string, readonly [most: number, why: string]>> = {
  'distortion/distortion curve': [-60, 'the frames by which it is late are those of the old curve'],
  'distortion/distortion oversampling': [-55, 'the frames by which it is late may be too few'],
  'pitch-shift/pitch-shift window': [-48, 'another window has to fill before it sounds'],
  'pitch-shift/pitch-shift formants': [-48, 'the window turned to before has just filled'],
  'delay/delay mode': [-80, 'what goes into the lines changes at once: heard an echo later'],
  'delay/delay sync': [-65, 'the time glides, as that of a tape does'],
  'ping-pong/ping-pong sync': [-50, 'the time glides, as that of a tape does'],
  'convolution/convolution scaling': [-90, 'a hundred times as loud'],
}

const FLIP = 3_072

const choices = (spec: ParamSpec): readonly ParamValue[] => {
  if (spec.kind === 'choice') return spec.options.map(option => option.id)
  return spec.kind === 'toggle' ? [false, true] : []
}

/** Nodes that give sound, and take no notes: those play anew with each. */
const sounding = definitions.filter(
  ({ inputs, outputs, params }) =>
    Object.values(outputs)[0]?.kind === 'audio' &&
    Object.values(inputs).every(({ kind }) => kind !== 'notes') &&
    Object.values(params).some(spec => choices(spec).length > 0),
)

function build(document: Project) {
  return buildEngineGraph(document, { catalog, code, sounds: shelf.sounds })
}

/** Level above 5 kHz of a stretch of interleaved sound. */
function clicks(samples: Float32Array, from: number, to: number): number {
  const [start, end] = [2 * (from - 255), 2 * (to + 255)]
  const part = samples.subarray(start, end)
  const both = Float32Array.from(
    { length: part.length / 2 },
    (_, n) => 0.6 * (part[2 * n] ?? 0) + 0.4 * (part[2 * n + 1] ?? 0),
  )
  return peakLevel(highPassed(both, 5_000, 48_000))
}

/** Turns every choice of a node through all that it offers, and answers what clicks. */
function turnAll(definition: NodeDefinition): string[] {
  const params: Record<string, ParamValue> = { ...withSounds(definition, 'sine') }
  const document = () => projectOf(definition, { ...sine, params })
  const loud: string[] = []
  using run = new InProcess(build(document()))
  let before = run.render(FLIP)
  for (const [id, spec] of Object.entries(definition.params)) {
    // Of those that repeat (`type1`, `type2` …) the first.
    if (/[2-9]$/.test(id)) continue
    const values = choices(spec)
    const first = values.findIndex(value => value === spec.default)
    for (let turn = 1; turn <= values.length; turn++) {
      const from = params[id] ?? spec.default
      const to = values[(first + turn) % values.length] ?? spec.default
      params[id] = to
      run.load(build(document()))
      const after = run.render(FLIP)
      const samples = Float32Array.from([...before, ...after])
      const level = clicks(samples, FLIP - 100, FLIP + 1_200)
      const steady = [FLIP - 900, 2 * FLIP - 800].map(at => clicks(samples, at, at + 400))
      const [most] = known[`${definition.type} ${id}`] ?? [QUIET]
      if (level > Math.max(most, ...steady.map(one => one + 3))) {
        loud.push(`${id} from ${from} to ${to}: ${level.toFixed(0)} dBFS`)
      }
      before = after
    }
  }
  return loud
}

describe('E-15 choices that are turned while a sine plays', () => {
  test.each(named(sounding))('%s: what is above 5 kHz stays 60 dB below it', (_, definition) => {
    expect(turnAll(definition)).toEqual([])
  })
})
