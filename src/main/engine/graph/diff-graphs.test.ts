import { describe, expect, test } from 'vitest'
import { graphOf, kernelNode } from '../testing/in-process'
import { diffGraphs } from './diff-graphs'

const osc = kernelNode('osc', 'oscillator')
const level = (value: number) => ({ ...osc, params: { level: { value, glides: true } } })

describe('a batch: the difference of two graphs', () => {
  test('of the same graph is empty', () => {
    expect(diffGraphs(graphOf([osc], ['osc>output']), graphOf([osc], ['osc>output']))).toEqual([])
  })

  test('of a knob is one parameter', () => {
    expect(diffGraphs(graphOf([level(1)], []), graphOf([level(2)], []))).toEqual([
      { op: 'set-param', node: 'osc', param: 'level', value: { value: 2, glides: true } },
    ])
  })

  test('takes cables away before nodes, and puts nodes before cables', () => {
    const from = graphOf([osc], ['osc>output'])
    const noise = kernelNode('noise', 'noise')
    const to = graphOf([noise], ['noise>output'], { length: 100 })
    expect(diffGraphs(from, to).map(({ op }) => op)).toEqual([
      'set-transport',
      'drop-cable',
      'drop-node',
      'put-node',
      'put-cable',
    ])
  })

  test('of a bypass and of a new form', () => {
    const bypassed = { ...osc, bypassed: true }
    expect(diffGraphs(graphOf([osc], []), graphOf([bypassed], []))).toEqual([
      { op: 'set-bypassed', node: 'osc', bypassed: true },
    ])
    const other = kernelNode('osc', 'noise')
    expect(diffGraphs(graphOf([osc], []), graphOf([other], []))).toEqual([
      { op: 'put-node', node: other },
    ])
  })

  test('at another sample rate every node begins anew', () => {
    const from = graphOf([osc], ['osc>output'])
    const to = graphOf([osc], ['osc>output'], { sampleRate: 96_000 })
    expect(diffGraphs(from, to).map(({ op }) => op)).toEqual([
      'set-transport',
      'drop-cable',
      'drop-node',
      'drop-node',
      'put-node',
      'put-node',
      'put-cable',
    ])
  })

  test('from nothing is the whole graph', () => {
    expect(diffGraphs(undefined, graphOf([osc], ['osc>output']))).toMatchSnapshot()
  })
})
