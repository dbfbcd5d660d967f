import { describe, expect, test } from 'vitest'
import type { EngineNode } from '../graph'
import { graphOf, InProcess, kernelNode } from '../testing/in-process'

const noise = kernelNode('noise', 'noise')
const late: EngineNode = { ...kernelNode('late', 'gain', {}, true), latency: { frames: 300 } }
const straight = graphOf([noise], ['noise>output'])
const delayed = graphOf([noise, late], ['noise>late', 'late>output'])
const bypassed = graphOf([noise, { ...late, bypassed: true }], ['noise>late', 'late>output'])

describe('A-03 the latency of a graph that is edited while it plays', () => {
  test.each([
    ['deleted', straight],
    ['bypassed', bypassed],
  ])('stays when a late node is %s, and goes with the next stop or jump', (_, after) => {
    using run = new InProcess(delayed)
    expect(run.renderer.latency).toBe(384)
    run.render(1024)
    run.load(after)
    run.render(4096)
    expect(run.renderer.latency).toBe(384)
    run.renderer.rewind(0)
    expect(run.renderer.latency).toBe(0)
  })

  test('is that of the graph alone for what is edited after a stop', () => {
    using run = new InProcess(delayed)
    run.render(1024)
    run.renderer.rest()
    run.load(straight)
    expect(run.renderer.latency).toBe(0)
  })
})
