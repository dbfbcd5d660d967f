import { describe, expect, test } from 'vitest'
import { buildEngineGraph } from '../engine'
import type { LiveEvent } from '../engine/graph'
import { InProcess } from '../engine/testing/in-process'
import { difference, peakOf } from './testing/bits'
import { chain } from './testing/chain'
import { catalog, code } from './testing/under-test'

function instrument(source: string, params = {}): InProcess {
  const voice = { type: 'fm/fm', params: { release: 0.001 } }
  const document = chain(catalog, [{ type: source, params }, voice])
  return new InProcess(buildEngineGraph(document, { catalog, code, sounds: new Map() }))
}

const note = (kind: LiveEvent['kind'], changes: Partial<LiveEvent> = {}): LiveEvent => ({
  ...{ kind, id: 'a', key: 60, value: kind === 'on' ? 1 : 0, channel: 1, wait: 0 },
  ...changes,
})

/** The first frame that is not silent. */
const beginning = (samples: Float32Array) => samples.findIndex(sample => sample !== 0) >> 1

describe('E-13 notes that are played by hand', () => {
  test('are heard from the next block on, or so many frames later, and end', () => {
    using now = instrument('live-input/live-input')
    now.render(1024)
    now.renderer.play([note('on')])
    const sound = now.render(8192)
    // The voice's filters are late by as much as the graph says.
    expect(beginning(sound)).toBeLessThanOrEqual(now.renderer.latency)
    using later = instrument('live-input/live-input')
    later.render(1024)
    later.renderer.play([note('on', { wait: 1600 })])
    const waited = later.render(8192, [128])
    expect(difference(waited.subarray(3200), sound.subarray(0, 16_384 - 3200))).toBeUndefined()
    now.renderer.play([note('off')])
    now.render(4096)
    expect(peakOf(now.render(1024))).toBe(0)
  })

  test('bend, for themselves alone', () => {
    using plain = instrument('live-input/live-input')
    using bent = instrument('live-input/live-input')
    const two = [note('on'), note('on', { id: 'b', key: 67 })]
    plain.renderer.play([note('on', { key: 60 }), note('on', { id: 'b', key: 67 })])
    bent.renderer.play([...two, note('pitch', { id: 'nobody', key: 5 })])
    expect(difference(plain.render(4096), bent.render(4096))).toBeUndefined()
    bent.renderer.play([note('pitch', { id: 'b', key: 1 })])
    expect(difference(plain.render(4096), bent.render(4096))).toBeDefined()
  })

  test.each([
    ['live-input/live-input', {}, {}, true],
    ['live-input/live-input', {}, { node: 'n0' }, true],
    ['live-input/live-input', {}, { node: 'other' }, false],
    ['live-input/live-input', { listen: 'own' }, {}, false],
    ['live-input/live-input', { listen: 'own' }, { node: 'n0' }, true],
    ['live-input/live-input', { channel: 3 }, { channel: 3 }, true],
    ['live-input/live-input', { channel: 3 }, { channel: 4 }, false],
    ['note-track/note-track', {}, {}, false],
    ['note-track/note-track', {}, { node: 'n0' }, true],
  ] as const)('%s with %o hears %o: %s', (type, params, event, hears) => {
    using run = instrument(type, params)
    run.renderer.play([note('on', event)])
    expect(peakOf(run.render(4096)) > 0.001).toBe(hears)
  })

  test('sound while the playhead stands, when nothing of the timeline does; a beginning ends them', () => {
    const document = chain(catalog, ['note-track/note-track', 'fm/fm'])
    document.clips['k'] = {
      ...{ kind: 'notes', id: 'k', node: 'n0', start: 0, length: 4, offset: 0 },
      notes: { m: { id: 'm', start: 0, length: 4, key: 60, velocity: 1 } },
    }
    using run = new InProcess(buildEngineGraph(document, { catalog, code, sounds: new Map() }))
    run.renderer.rewind(24_000, true)
    expect(peakOf(run.render(4096))).toBe(0)
    run.renderer.play([note('on', { node: 'n0' })])
    expect(peakOf(run.render(4096))).toBeGreaterThan(0.001)
    expect(run.renderer.position).toBe(24_000)
    run.renderer.rewind(24_000, true)
    expect(peakOf(run.render(4096))).toBe(0)
  })
})
