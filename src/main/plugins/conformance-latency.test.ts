import { describe, expect, test } from 'vitest'
import { emptyProject, type NodeDefinition, type ParamValue, type Project } from '#shared/graph'
import { buildEngineGraph } from '../engine'
import { InProcess } from '../engine/testing/in-process'
import { shiftBetween } from './testing/correlate'
import { catalog, code, found, effects, named, put, wire } from './testing/under-test'

const FRAMES = 8192
const MOST = 512

/** Noise through a node, beside it, or both. */
function project(ways: readonly ('dry' | 'through')[], type: string, params = {}): Project {
  const document = emptyProject('p', 'Latency')
  put(document, 'noise', 'noise/noise', { level: -24 })
  if (ways.includes('dry')) {
    wire(document, { node: 'noise', port: 'out' }, { node: 'output', port: 'in' })
  }
  if (!ways.includes('through')) return document
  put(document, 'node', type, params)
  const [port = 'in'] = Object.keys(catalog.get(type)?.inputs ?? {})
  wire(document, { node: 'noise', port: 'out' }, { node: 'node', port })
  wire(document, { node: 'node', port: 'out' }, { node: 'output', port: 'in' })
  return document
}

function left(document: Project): Float32Array {
  using run = new InProcess(buildEngineGraph(document, { catalog, code, found, sounds: new Map() }))
  return run.render(FRAMES).filter((_, index) => index % 2 === 0)
}

const dry = left(project(['dry'], ''))

/** Settings at which most of what comes out is what went in, and that lag in different ways. */
function settings({ type, params }: NodeDefinition): readonly Record<string, ParamValue>[] {
  return [{}, ...('mix' in params ? [{ mix: 0 }] : []), ...(special[type] ?? [])]
}

const special: Readonly<Record<string, readonly Record<string, ParamValue>[]>> = {
  'filter/filter': [{ frequency: 20_000 }],
  'ladder/ladder': [{ mode: 'highpass24', frequency: 10, resonance: 0 }],
  'svf/svf': [{ frequency: 20_000 }],
  'pitch-shift/pitch-shift': [{ shift: 0 }, { shift: 0, window: 'quick' }],
  'limiter/limiter': [{ lookahead: 0.01 }, { lookahead: 0.0002 }, { detector: 'true-peak' }],
  'compressor/compressor': [{ lookahead: 0.01 }],
  'distortion/distortion': [{ oversampling: '1' }, { oversampling: '2' }, { oversampling: '8' }],
  'gate/gate': [{ lookahead: 0.01 }],
  'expander/expander': [{ lookahead: 0.01 }],
}

describe('A-03 what a node says of its latency is true', () => {
  test.each(named(effects))('%s', (type, definition) => {
    const shifts = settings(definition).map(params =>
      shiftBetween(dry, left(project(['through'], type, params)), MOST),
    )
    const alike = shifts.filter(({ likeness }) => likeness > 0.5)
    expect(alike.length).toBeGreaterThan(0)
    expect(alike.map(({ lag }) => lag)).toEqual(alike.map(() => 0))
  })

  test.each(named(effects.filter(({ params }) => 'mix' in params)))(
    '%s: with nothing mixed in it is a wire, and adds to the sound beside it',
    type => {
      const both = left(project(['dry', 'through'], type, { mix: 0 }))
      let worst = 0
      for (let i = 0; i < FRAMES; i++) {
        worst = Math.max(worst, Math.abs((both[i] ?? 0) - 2 * (dry[i] ?? 0)))
      }
      expect(worst).toBeLessThan(1e-6)
    },
  )
})
