import { describe, expect, test } from 'vitest'
import { canonicalJson, unwrap } from '../kit'
import { applyTransaction } from './apply-transaction'
import { copyText, pasteText, type PasteOptions } from './clipping'
import type { Edit } from './edits'
import { projectProblems } from './project-problems'
import { emptyProject, type Project } from './project'
import { testCatalog } from './testing'

const at = (x: number, y: number) => ({ x, y })
const node = (id: string, type: string, x = 0, y = 0, group?: string): Edit => ({
  kind: 'add-node',
  node: { id, type, position: at(x, y), params: {}, ...(group !== undefined && { group }) },
})
const wire = (id: string, from: string, to: string, port = 'in', depth?: number): Edit => ({
  kind: 'connect',
  cable: {
    id,
    from: { node: from, port: 'out' },
    to: { node: to, port },
    ...(depth !== undefined && { depth }),
  },
})
function after(project: Project, edits: readonly Edit[]): Project {
  return unwrap(applyTransaction(project, { edits: [...edits] }, testCatalog)).project
}

function options(more: Partial<PasteOptions> = {}): PasteOptions {
  let nodes = 0
  let others = 0
  return {
    at: at(400, 300),
    nodeId: type => `${type.replace(/^.*\//, '')}-${++nodes}`,
    newId: () => `new-${++others}`,
    ...more,
  }
}

function paste(text: string | undefined, project: Project, more: Partial<PasteOptions> = {}) {
  const pasted = unwrap(pasteText(text ?? '', project, testCatalog, options(more)))
  return { ...pasted, project: after(project, pasted.edits) }
}

/** src → [outer: a → [inner: b]] → output, an LFO that turns a, a clip on a’s gain and a comment inside. */
const full = after(emptyProject('p', 'P'), [
  { kind: 'add-group', group: { id: 'outer', label: 'Outer', position: at(10, 20), ...nothing() } },
  {
    kind: 'add-group',
    group: { id: 'inner', label: 'Inner', position: at(1, 2), group: 'outer', ...nothing() },
  },
  node('src', 'player/player', 0, 0),
  node('a', 'gain/gain', 5, 6, 'outer'),
  node('b', 'gain/gain', 7, 8, 'inner'),
  node('lfo', 'lfo/lfo', 0, 50),
  node('later', 'gone/gone', 0, 60),
  wire('c1', 'src', 'a'),
  wire('c2', 'a', 'b'),
  wire('c3', 'b', 'output'),
  wire('turn', 'lfo', 'a', 'gain', -0.25),
  {
    kind: 'set-group',
    group: 'outer',
    change: {
      ports: {
        inputs: [{ id: 'in', label: 'In', node: 'a', port: 'in' }],
        outputs: [{ id: 'out', label: 'Out', node: 'b', port: 'out' }],
      },
      knobs: [{ id: 'k', label: 'Gain', node: 'a', param: 'gain' }],
    },
  },
  {
    kind: 'add-note',
    note: {
      id: 'note',
      position: at(0, 0),
      size: { width: 100, height: 50 },
      text: 'Hi',
      group: 'inner',
    },
  },
  {
    kind: 'add-clip',
    clip: {
      id: 'k',
      kind: 'automation',
      node: 'a',
      param: 'gain',
      start: 0,
      length: 4,
      points: [],
    },
  },
])

function nothing() {
  return { ports: { inputs: [], outputs: [] }, knobs: [] }
}

describe('E-05 copy and paste', () => {
  test('nodes come back under ids of their own, with the cables among them and their places', () => {
    const { project, items } = paste(copyText(full, ['src', 'lfo']), full)
    expect(items).toEqual(['player-1', 'lfo-2'])
    expect(project.graph.nodes['player-1']?.position).toEqual(at(400, 300))
    expect(project.graph.nodes['lfo-2']?.position).toEqual(at(400, 350))
    expect(Object.keys(project.graph.cables)).toHaveLength(4)
  })

  test('a group comes with all that lies in it: groups, cables, ports, knobs, comments and clips', () => {
    const { project, items, edits } = paste(copyText(full, ['outer', 'lfo']), full)
    expect(items).toHaveLength(2)
    const outer = project.graph.groups[items[1] ?? '']
    expect(outer).toMatchObject({ label: 'Outer', position: at(410, 270 + 30) })
    const [first, second] = ['gain-1', 'gain-2']
    expect(outer?.ports.inputs).toMatchObject([{ node: first, port: 'in' }])
    expect(outer?.ports.outputs).toMatchObject([{ node: second, port: 'out' }])
    expect(outer?.knobs).toMatchObject([{ node: first, param: 'gain' }])
    // Inside nothing moves.
    expect(project.graph.nodes[first]?.position).toEqual(at(5, 6))
    const kinds = edits.map(({ kind }) => kind)
    expect(kinds.filter(kind => kind === 'connect')).toHaveLength(2)
    expect(kinds.filter(kind => kind === 'add-note')).toHaveLength(1)
    const turn = Object.values(project.graph.cables).find(
      ({ to, depth }) => to.node === first && depth !== undefined,
    )
    expect(turn).toMatchObject({ from: { node: 'lfo-3' }, depth: -0.25 })
    expect(Object.values(project.clips).map(({ node: host }) => host)).toEqual(['a', first])
    expect(projectProblems(project, testCatalog).map(({ code }) => code)).toEqual([
      'node-type-unknown',
    ])
  })

  test('a copy of everything, pasted into an empty project, is the same graph under other names', () => {
    const empty = emptyProject('q', 'Q')
    const all = [...Object.keys(full.graph.nodes), 'outer']
    const { project } = paste(copyText(full, all), empty)
    const shape = ({ graph, clips }: Project) => ({
      types: Object.values(graph.nodes)
        .map(({ type }) => type)
        .toSorted(),
      cables: Object.values(graph.cables)
        .map(({ from, to, depth }) =>
          [
            graph.nodes[from.node]?.type,
            from.port,
            graph.nodes[to.node]?.type,
            to.port,
            depth,
          ].join(),
        )
        .toSorted(),
      groups: Object.values(graph.groups).map(({ label }) => label),
      clips: Object.keys(clips).length,
    })
    const pasted = shape(project)
    expect({ ...pasted, types: pasted.types.filter((_, index) => index > 0) }).toMatchObject({
      cables: shape(full).cables,
      groups: ['Outer', 'Inner'],
      clips: 1,
    })
    expect(pasted.types).toEqual([...shape(full).types, 'output/output'].toSorted())
  })

  test('cables from what was not copied are kept where that is wanted, and only where it is there', () => {
    const text = copyText(full, ['a'])
    const wires = (project: Project) =>
      Object.values(project.graph.cables).filter(({ to }) => to.node === 'gain-1')
    expect(wires(paste(text, full).project)).toEqual([])
    expect(wires(paste(text, full, { keepIncoming: true }).project)).toMatchObject([
      { from: { node: 'src' } },
      { from: { node: 'lfo' }, depth: -0.25 },
    ])
    expect(wires(paste(text, emptyProject('q', 'Q'), { keepIncoming: true }).project)).toEqual([])
  })

  test('what is pasted lies in the group that is open', () => {
    const { project, items } = paste(copyText(full, ['src', 'inner']), full, { scope: 'outer' })
    expect(project.graph.nodes['player-1']?.group).toBe('outer')
    expect(project.graph.groups[items[1] ?? '']?.group).toBe('outer')
    expect(project.graph.nodes['gain-2']?.group).toBe(items[1])
  })

  test('cables at nodes whose plugin is missing are left out rather than refused', () => {
    const odd: Project = {
      ...full,
      graph: {
        ...full.graph,
        cables: {
          ...full.graph.cables,
          odd: { id: 'odd', from: { node: 'later', port: 'x' }, to: { node: 'a', port: 'in' } },
        },
      },
    }
    const { project } = paste(copyText(odd, ['later', 'a']), full)
    expect(project.graph.nodes['gone-1']?.type ?? project.graph.nodes['gone-2']?.type).toBe(
      'gone/gone',
    )
  })

  test('a copy of version 1 still pastes', () => {
    const text = JSON.stringify({
      wireharp: 'graph',
      version: 1,
      nodes: [full.graph.nodes.src],
      cables: [],
    })
    expect(paste(text, full).items).toEqual(['player-1'])
  })

  const good = copyText(full, ['outer']) ?? ''
  test.each([
    ['nothing', '', 'clipboard-empty'],
    ['words', 'hello', 'clipboard-empty'],
    ['other JSON', '{"a":1}', 'clipboard-empty'],
    ['no nodes', '{"wireharp":"graph","version":2,"nodes":[],"cables":[]}', 'clipboard-empty'],
    ['half of a copy', good.slice(0, good.length / 2), 'clipboard-invalid'],
    ['a foreign field', good.replace('"params":{}', '"params":{},"run":1'), 'clipboard-invalid'],
    ['a key twice', good.replace('"params":{}', '"params":{},"params":{}'), 'clipboard-invalid'],
    [
      'a prototype',
      good.replace('"params":{}', '"params":{"__proto__":{"x":1}}'),
      'clipboard-invalid',
    ],
    ['a newer version', good.replace('"version":2', '"version":3'), 'clipboard-newer'],
    ['another kind of version', good.replace('"version":2', '"version":"2"'), 'clipboard-invalid'],
    ['a node twice', good.replace('"id":"b"', '"id":"a"'), 'clipboard-invalid'],
    [
      'groups in a ring',
      good.replace('"position":{"x":10', '"group":"inner","position":{"x":10'),
      'clipboard-invalid',
    ],
    ['50 MB', `${good.slice(0, -1)},"x":"${'x'.repeat(50_000_000)}"}`, 'clipboard-too-large'],
    [
      'deep nesting',
      good.replace('"params":{}', `"params":${'['.repeat(9999)}`),
      'clipboard-invalid',
    ],
  ])('%s is refused with a code, and at once', (_, text, code) => {
    const begin = performance.now()
    expect(pasteText(text, full, testCatalog, options())).toMatchObject({ error: { code } })
    expect(performance.now() - begin).toBeLessThan(3000)
    expect('x' in {}).toBe(false)
  })

  test('names of any letters come back to the letter', () => {
    const label = '<img src=x onerror=alert(1)> עברית 🎛 "quoted"'
    const named = after(full, [{ kind: 'set-nodes', nodes: { a: { label } } }])
    const { project } = paste(copyText(named, ['a']), named)
    expect(project.graph.nodes['gain-1']?.label).toBe(label)
  })

  test('copying does not change what is copied', () => {
    const before = canonicalJson(full)
    paste(copyText(full, ['outer']), full)
    expect(canonicalJson(full)).toBe(before)
  })
})
