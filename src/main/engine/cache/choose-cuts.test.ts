import { describe, expect, test } from 'vitest'
import type { EngineNode } from '../graph'
import { graphOf, kernelNode } from '../testing/in-process'
import { chooseCuts } from './choose-cuts'
import { graphGroups, heardNodes } from './graph-groups'
import { nodeCost, WRITING } from './node-cost'

function cutsOf(nodes: readonly EngineNode[], wires: readonly string[]): readonly string[] {
  const graph = graphOf(nodes, wires)
  return chooseCuts(graph, graphGroups(graph), heardNodes(graph)).map(({ node }) => node)
}

const source = (id: string) => kernelNode(id, 'noise')
const effect = (id: string, kernel: string) => kernelNode(id, kernel, {}, true)

/** Tracks of noise through a reverb and a gain, into the output. */
function tracks(count: number) {
  const ids = Array.from({ length: count }, (_, index) => String(index))
  const nodes = ids.flatMap(id => [
    source(`noise${id}`),
    effect(`reverb${id}`, 'reverb'),
    effect(`gain${id}`, 'gain'),
  ])
  const wires = ids.flatMap(id => [
    `noise${id}>reverb${id}`,
    `reverb${id}>gain${id}`,
    `gain${id}>output`,
  ])
  return { nodes, wires }
}

describe('A-07 what is worth keeping', () => {
  test('is something of every track: it is read whenever another one changes', () => {
    const { nodes, wires } = tracks(4)
    const ends = ['reverb0', 'reverb1', 'reverb2', 'reverb3']
    expect(cutsOf(nodes, wires).slice(0, 4).toSorted()).toEqual(ends)
  })

  test('is nothing where writing it takes as long as making it', () => {
    expect(cutsOf([source('a'), effect('b', 'gain')], ['a>b', 'b>output'])).toEqual([])
  })

  test('takes no more than a sixth of the rendering to write, of many tracks too', () => {
    const { nodes, wires } = tracks(100)
    const cuts = cutsOf(nodes, wires)
    const all = nodes.reduce((sum, node) => sum + nodeCost(node), 0)
    expect(cuts.length).toBeGreaterThan(50)
    expect(cuts.length * 2 * WRITING).toBeLessThan(all / 6)
    expect(new Set(cuts).size).toBe(cuts.length)
  })

  test('is not what nobody hears', () => {
    const { nodes, wires } = tracks(2)
    const deaf = [...nodes, source('x'), effect('y', 'reverb')]
    expect(cutsOf(deaf, [...wires, 'x>y'])).not.toContain('y')
  })

  test('is found for a graph of 2,000 nodes within two seconds', () => {
    const { nodes, wires } = tracks(667)
    const began = performance.now()
    expect(cutsOf(nodes, wires).length).toBeGreaterThan(300)
    expect(performance.now() - began).toBeLessThan(2000)
  })
})
