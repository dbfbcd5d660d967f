import { describe, expect, test } from 'vitest'
import { heardCables } from './heard-cables'
import { emptyProject, type Cable, type Graph, type Node } from './project'
import type { Group } from './groups'
import { testCatalog } from './testing'

const at = { x: 0, y: 0 }

/** Nodes as `name: type`, cables as `a>b` (a modulation as `a~b`), groups by what lies in them. */
function patch(
  types: Readonly<Record<string, string>>,
  wires: readonly string[],
  groups: readonly (Partial<Group> & { id: string; holds: readonly string[] })[] = [],
  flags: Readonly<Record<string, Partial<Node>>> = {},
): Graph {
  const boxOf = (id: string) => groups.find(({ holds }) => holds.includes(id))?.id
  const nodes = Object.entries(types).map(([id, type]): Node => {
    const group = boxOf(id)
    const own = { id, type: `${type}/${type}`, position: at, params: {}, ...flags[id] }
    return group === undefined ? own : { ...own, group }
  })
  const cables = wires.map((wire): Cable => {
    const [from = '', to = ''] = wire.split(/[>~]/)
    const turns = wire.includes('~')
    return {
      id: wire,
      from: { node: from, port: 'out' },
      to: { node: to, port: turns ? 'gain' : 'in' },
      ...(turns && { depth: 0.5 }),
    }
  })
  const boxes = groups.map(({ holds: _holds, ...group }): Group => {
    const around = boxOf(group.id)
    const made = { label: group.id, position: at, ports: noPorts, knobs: [], ...group }
    return around === undefined ? made : { ...made, group: around }
  })
  const keyed = <Item extends { id: string }>(items: readonly Item[]) =>
    Object.fromEntries(items.map(item => [item.id, item]))
  const { graph } = emptyProject('p', 'P')
  return { ...graph, nodes: keyed(nodes), cables: keyed(cables), groups: keyed(boxes) }
}

const noPorts = { inputs: [], outputs: [] }
const ends = (input: string, output: string) => ({
  inputs: [{ id: 'i', label: 'In', node: input, port: 'in' }],
  outputs: [{ id: 'o', label: 'Out', node: output, port: 'out' }],
})

function heard(graph: Graph): string[] {
  return heardCables(graph, testCatalog)
    .map(({ from, to, depth }) => `${from.node}${depth === undefined ? '>' : '~'}${to.node}`)
    .toSorted()
}

const types = { kick: 'player', pad: 'player', comp: 'gain', lfo: 'lfo', output: 'output' }

describe('E-07 mute and solo', () => {
  test('without mutes, solos and bypassed groups the cables are those of the document', () => {
    const graph = patch(
      types,
      ['kick>output', 'pad>comp', 'comp>output'],
      [{ id: 'g', holds: ['comp'], collapsed: true }],
    )
    expect(heardCables(graph, testCatalog)).toEqual(Object.values(graph.cables))
  })

  test('nothing leaves a muted node, and what enters it still does', () => {
    const graph = patch(types, ['pad>comp', 'comp>output', 'kick>output'], [], {
      comp: { muted: true },
    })
    expect(heard(graph)).toEqual(['kick>output', 'pad>comp'])
  })

  test('nothing enters a muted output', () => {
    const graph = patch(types, ['pad>comp', 'comp>output'], [], { output: { muted: true } })
    expect(heard(graph)).toEqual(['pad>comp'])
  })

  test('a solo lets through what feeds it and what it feeds, not what runs beside it', () => {
    const wires = ['pad>comp', 'comp>output', 'kick>output', 'kick>comp']
    expect(heard(patch(types, wires, [], { pad: { soloed: true } }))).toEqual([
      'comp>output',
      'pad>comp',
    ])
    // The kick feeds the soloed compressor; its own way to the output stays shut.
    expect(heard(patch(types, wires, [], { comp: { soloed: true } }))).toEqual([
      'comp>output',
      'kick>comp',
      'pad>comp',
    ])
  })

  test('control signals go on under a solo', () => {
    const graph = patch(types, ['pad>comp', 'comp>output', 'lfo~comp', 'kick>output'], [], {
      pad: { soloed: true },
    })
    expect(heard(graph)).toEqual(['comp>output', 'lfo~comp', 'pad>comp'])
  })

  test('what is muted and soloed is mute', () => {
    const graph = patch(types, ['pad>output', 'kick>output'], [], {
      pad: { soloed: true, muted: true },
    })
    expect(heard(graph)).toEqual([])
  })

  test('a loop does not hang, and all that is in it is heard with it', () => {
    const graph = patch(
      { a: 'gain', b: 'gain', c: 'player', output: 'output' },
      ['a>b', 'b>a', 'b>output', 'c>output'],
      [],
      { a: { soloed: true } },
    )
    expect(heard(graph)).toEqual(['a>b', 'b>a', 'b>output'])
  })
})

describe('E-06 mute, solo and bypass of groups', () => {
  const chain = { src: 'player', a: 'gain', b: 'gain', other: 'player', output: 'output' }
  const wires = ['src>a', 'a>b', 'b>output', 'other>output']
  const group = (more: Partial<Group>) => ({ id: 'g', holds: ['a', 'b'], ...more })

  test('a muted group lets nothing out, whatever depth it comes from', () => {
    const nested = patch(chain, wires, [
      { id: 'g', holds: ['h', 'a'], muted: true },
      { id: 'h', holds: ['b'] },
    ])
    expect(heard(nested)).toEqual(['a>b', 'other>output', 'src>a'])
    const within = patch(chain, wires, [{ id: 'g', holds: ['a', 'b', 'output'], muted: true }])
    expect(heard(within)).toEqual(['a>b', 'src>a'])
  })

  test('a soloed group sounds like all its nodes soloed', () => {
    const graph = patch(chain, wires, [group({ soloed: true })])
    expect(heard(graph)).toEqual(['a>b', 'b>output', 'src>a'])
  })

  test('past a bypassed group goes its first input to its first output, and nothing else', () => {
    const ports = ends('a', 'b')
    const graph = patch(
      { ...chain, key: 'player' },
      [...wires, 'key>b'],
      [group({ bypassed: true, ports })],
    )
    expect(heard(graph)).toEqual(['a>b', 'other>output', 'src>output'])
    expect(heard(patch(chain, wires, [group({ bypassed: true })]))).toEqual(['a>b', 'other>output'])
  })

  test('bypassed groups in a row, and in one another, are passed once', () => {
    const row = patch(chain, wires, [
      { id: 'g', holds: ['a'], bypassed: true, ports: ends('a', 'a') },
      { id: 'h', holds: ['b'], bypassed: true, ports: ends('b', 'b') },
    ])
    expect(heard(row)).toEqual(['other>output', 'src>output'])
    const nested = patch(chain, wires, [
      { id: 'g', holds: ['h', 'a'], bypassed: true, ports: ends('a', 'b') },
      { id: 'h', holds: ['b'], bypassed: true, ports: ends('b', 'b') },
    ])
    expect(heard(nested)).toEqual(['a>b', 'other>output', 'src>output'])
  })

  test('several sources and targets of a bypassed group all meet', () => {
    const graph = patch(
      { one: 'player', two: 'player', a: 'gain', x: 'gain', y: 'gain' },
      ['one>a', 'two>a', 'a>x', 'a>y'],
      [{ id: 'g', holds: ['a'], bypassed: true, ports: ends('a', 'a') }],
    )
    expect(heard(graph)).toEqual(['one>x', 'one>y', 'two>x', 'two>y'])
  })

  test('a bypassed group can be muted and soloed all the same', () => {
    const ports = ends('a', 'b')
    const muted = patch(chain, wires, [group({ bypassed: true, muted: true, ports })])
    expect(heard(muted)).toEqual(['a>b', 'other>output'])
    const soloed = patch(chain, wires, [group({ bypassed: true, soloed: true, ports })])
    expect(heard(soloed)).toEqual(['a>b', 'src>output'])
    const inMuted = patch(chain, wires, [
      { id: 'm', holds: ['g'], muted: true },
      group({ bypassed: true, ports }),
    ])
    expect(heard(inMuted)).toEqual(['a>b', 'other>output'])
  })

  test('a muted source is not heard past a bypassed group', () => {
    const graph = patch(chain, wires, [group({ bypassed: true, ports: ends('a', 'b') })], {
      src: { muted: true },
    })
    expect(heard(graph)).toEqual(['a>b', 'other>output'])
  })
})
