import { describe, expect, test } from 'vitest'
import { canonicalJson, unwrap } from '../kit'
import { applyPatches, applyTransaction } from './apply-transaction'
import { editSchema, type Edit } from './edits'
import { groupsAround, insideOf } from './group-tree'
import { MAX_GROUP_DEPTH, MAX_GROUPS, type Group } from './groups'
import { parseProject } from './parse-project'
import { projectProblems } from './project-problems'
import { emptyProject, type Project } from './project'
import { testCatalog } from './testing'

const start = emptyProject('p', 'Test')
const at = { x: 0, y: 0 }

const node = (id: string, type = 'gain/gain', group?: string): Edit => ({
  kind: 'add-node',
  node: { id, type, position: at, params: {}, ...(group !== undefined && { group }) },
})
const box = (id: string, more: Partial<Group> = {}): Edit => ({
  kind: 'add-group',
  group: { id, label: id, position: at, ports: { inputs: [], outputs: [] }, knobs: [], ...more },
})
const wire = (id: string, from: string, to: string): Edit => ({
  kind: 'connect',
  cable: { id, from: { node: from, port: 'out' }, to: { node: to, port: 'in' } },
})
const into = (group: string, ...nodes: string[]): Edit => ({
  kind: 'set-nodes',
  nodes: Object.fromEntries(nodes.map(id => [id, { group }])),
})
const level = { id: 'k', label: 'Level', node: 'a', param: 'gain' }
const shows = {
  ports: {
    inputs: [{ id: 'i', label: 'In', node: 'a', port: 'in' }],
    outputs: [{ id: 'o', label: 'Out', node: 'a', port: 'out' }],
  },
  knobs: [level],
}

function apply(project: Project, ...edits: Edit[]) {
  return applyTransaction(project, { edits }, testCatalog)
}
function after(project: Project, ...edits: Edit[]): Project {
  return unwrap(apply(project, ...edits)).project
}
function code(project: Project, ...edits: Edit[]): string {
  const result = apply(project, ...edits)
  return result.ok ? 'ok' : result.error.code
}

const full = after(
  start,
  node('a'),
  node('b'),
  box('outer'),
  box('inner', { group: 'outer' }),
  into('inner', 'a'),
  into('outer', 'b'),
  { kind: 'set-group', group: 'outer', change: shows },
  { kind: 'set-group', group: 'inner', change: shows },
  { kind: 'set-performer', controls: [{ id: 'p', node: 'a', param: 'gain' }] },
  {
    kind: 'set-midi',
    mappings: [{ id: 'm', node: 'a', param: 'gain', controller: 1 }],
    remove: [],
  },
  {
    kind: 'add-snapshot',
    snapshot: { id: 'one', name: 'One', node: 'a', values: { a: { gain: -6 } } },
  },
  {
    kind: 'add-snapshot',
    snapshot: { id: 'all', name: 'All', values: { a: { gain: -6 }, b: { gain: 3 } } },
  },
)

describe('E-06 groups', () => {
  test('a group shows ports and knobs of what lies in it, however deep', () => {
    expect(full.graph.groups.outer).toMatchObject(shows)
    expect(groupsAround(full.graph, full.graph.nodes.a ?? {})).toEqual(['inner', 'outer'])
    expect([...insideOf(full.graph, ['outer']).nodes].toSorted()).toEqual(['a', 'b'])
    expect([...insideOf(full.graph, ['inner']).nodes]).toEqual(['a'])
    expect(projectProblems(full, testCatalog)).toEqual([])
  })

  test('the order of edits in a transaction does not matter to what a group shows', () => {
    expect(code(start, box('g', shows), node('a', 'gain/gain', 'g'))).toBe('ok')
    expect(code(start, node('a'), box('g', shows), into('g', 'a'))).toBe('ok')
  })

  test('what does not lie inside is not shown: told so, it is refused; gone, it is dropped', () => {
    expect(code(start, node('a'), box('g', shows))).toBe('group-refused')
    expect(
      code(full, {
        kind: 'set-group',
        group: 'inner',
        change: { knobs: [{ ...level, node: 'b' }] },
      }),
    ).toBe('group-refused')
    const out = after(full, into('outer', 'a'))
    expect(out.graph.groups.inner).toMatchObject({
      ports: { inputs: [], outputs: [] },
      knobs: [],
    })
    expect(out.graph.groups.outer).toMatchObject(shows)
    const top = after(full, { kind: 'set-group', group: 'inner', change: { group: '' } })
    expect(top.graph.groups.outer?.knobs).toEqual([])
    expect(top.graph.groups.inner).toMatchObject(shows)
  })

  test('with a node go all that name it, and undo brings them back to the byte', () => {
    const { project, inverse } = unwrap(apply(full, { kind: 'remove-nodes', nodes: ['a'] }))
    expect(project.graph.groups.outer).toMatchObject({
      ports: { inputs: [], outputs: [] },
      knobs: [],
    })
    expect(project.performer.controls).toEqual([])
    expect(project.graph.midi).toEqual({})
    expect(project.snapshots).toEqual({
      all: { id: 'all', name: 'All', values: { b: { gain: 3 } } },
    })
    expect(canonicalJson(applyPatches(project, inverse))).toBe(canonicalJson(full))
  })

  test('what lies in a removed group moves up, past all that go with it', () => {
    const one = after(full, { kind: 'remove-groups', groups: ['inner'] })
    expect([one.graph.nodes.a?.group, one.graph.groups.outer?.knobs]).toEqual(['outer', [level]])
    const both = after(full, { kind: 'remove-groups', groups: ['inner', 'outer'] })
    expect([both.graph.nodes.a?.group, both.graph.nodes.b?.group]).toEqual([undefined, undefined])
    expect(both.graph.groups).toEqual({})
  })

  test('a group never lies in itself, and never deeper than 16', () => {
    const within = (group: string, in_: string): Edit => ({
      kind: 'set-group',
      group,
      change: { group: in_ },
    })
    expect(code(full, within('outer', 'outer'))).toBe('group-refused')
    expect(code(full, within('outer', 'inner'))).toBe('group-refused')
    expect(code(full, within('outer', 'none'))).toBe('group-unknown')
    const chain = Array.from({ length: MAX_GROUP_DEPTH }, (_, depth) =>
      box(`d${depth}`, depth > 0 ? { group: `d${depth - 1}` } : {}),
    )
    const deep = after(start, ...chain, box('more'), box('below', { group: 'more' }))
    expect(code(deep, box('x', { group: 'd15' }))).toBe('group-refused')
    expect(code(deep, within('more', 'd14'))).toBe('group-refused')
    expect(code(deep, within('more', 'd13'))).toBe('ok')
    expect(code(deep, within('d0', 'below'))).toBe('group-refused')
  })

  test('a file whose groups lie in themselves or too deep is refused, one that names none opens', () => {
    const having = (groups: Record<string, string | undefined>) => {
      const bare = { label: 'g', position: at, ports: { inputs: [], outputs: [] }, knobs: [] }
      const made = Object.entries(groups).map(
        ([id, group]) => [id, { ...bare, id, group }] as const,
      )
      const graph = { ...start.graph, groups: Object.fromEntries(made) }
      return parseProject(JSON.stringify({ ...start, graph }))
    }
    expect(having({ a: 'b', b: 'a' })).toMatchObject({ error: { code: 'project-invalid' } })
    expect(having({ a: 'a' })).toMatchObject({ error: { code: 'project-invalid' } })
    const chain = (length: number) =>
      Object.fromEntries(
        Array.from({ length }, (_, index) => [
          `g${index}`,
          index === 0 ? undefined : `g${index - 1}`,
        ]),
      )
    expect(having(chain(17))).toMatchObject({ error: { code: 'project-invalid' } })
    expect(having(chain(16)).ok).toBe(true)
    const odd = unwrap(having({ a: 'nowhere' }))
    expect(groupsAround(odd.graph, odd.graph.groups.a ?? {})).toEqual([])
    expect(projectProblems(odd, testCatalog)).toMatchObject([{ code: 'group-unknown' }])
    const more = having(chain(MAX_GROUPS + 1))
    expect(more.ok ? '' : more.error.message).toContain('at most 10000')
  })

  test('nodes, groups and comments have ids of their own', () => {
    const note: Edit = {
      kind: 'add-note',
      note: { id: 'a', position: at, size: { width: 100, height: 50 }, text: 'Hello' },
    }
    expect([code(full, note), code(full, box('a')), code(full, node('inner'))]).toEqual([
      'edit-invalid',
      'edit-invalid',
      'edit-invalid',
    ])
  })

  test('groups and comments move like nodes, and are bypassed like them', () => {
    const moved = after(
      full,
      {
        kind: 'add-note',
        note: { id: 'n', position: at, size: { width: 9, height: 9 }, text: '', group: 'inner' },
      },
      {
        kind: 'move-nodes',
        positions: { a: { x: 1, y: 1 }, inner: { x: 2, y: 2 }, n: { x: 3, y: 3 } },
      },
      { kind: 'set-bypassed', nodes: ['inner'], bypassed: true },
    )
    expect(moved.graph.groups.inner).toMatchObject({ position: { x: 2, y: 2 }, bypassed: true })
    expect(moved.graph.notes.n).toMatchObject({ position: { x: 3, y: 3 }, group: 'inner' })
    expect(after(moved, { kind: 'remove-notes', notes: ['n'] }).graph.notes).toEqual({})
    expect(code(moved, { kind: 'remove-notes', notes: ['x'] })).toBe('comment-unknown')
  })

  test.each<[string, Edit]>([
    [
      'the performer view',
      { kind: 'set-performer', controls: [{ id: 'p', node: 'a', param: 'none' }] },
    ],
    [
      'a controller',
      {
        kind: 'set-midi',
        mappings: [{ id: 'x', node: 'a', param: 'none', controller: 1 }],
        remove: [],
      },
    ],
    [
      'a snapshot',
      { kind: 'set-snapshot', snapshot: 'all', change: { values: { a: { none: 1 } } } },
    ],
  ])('%s names only parameters that there are', (_, edit) => {
    expect(code(full, edit)).toBe('parameter-unknown')
  })

  test('E-12 a snapshot holds only values within the range of their parameters', () => {
    const values = { a: { gain: 99 } }
    expect(code(full, { kind: 'set-snapshot', snapshot: 'all', change: { values } })).toBe(
      'parameter-out-of-range',
    )
  })

  test('what one port or knob shows twice, and ids twice, are no edit', () => {
    const [port] = shows.ports.inputs
    const twice = (change: unknown) =>
      editSchema.safeParse({ kind: 'set-group', group: 'g', change }).success
    expect(twice({ knobs: [level] })).toBe(true)
    expect(twice({ knobs: [level, { ...level, id: 'l' }] })).toBe(false)
    expect(twice({ knobs: [level, { ...level, param: 'pan' }] })).toBe(false)
    expect(twice({ ports: { inputs: [port, { ...port, id: 'j' }], outputs: [] } })).toBe(false)
  })
})

describe('E-07 replacing a node', () => {
  const chain = after(
    start,
    node('src', 'player/player'),
    node('a'),
    node('lfo', 'lfo/lfo'),
    box('g'),
    into('g', 'a'),
    wire('c1', 'src', 'a'),
    wire('c2', 'a', 'output'),
    {
      kind: 'connect',
      cable: {
        id: 'turn',
        from: { node: 'lfo', port: 'out' },
        to: { node: 'a', port: 'gain' },
        depth: 0.5,
      },
    },
    { kind: 'set-group', group: 'g', change: shows },
    {
      kind: 'set-nodes',
      nodes: { a: { label: 'Mine', color: 'red', muted: true, preset: { name: 'Loud' } } },
    },
    {
      kind: 'set-automation',
      node: 'a',
      param: 'gain',
      points: [{ time: 1, value: -60, curve: 'linear' }],
    },
    {
      kind: 'add-snapshot',
      snapshot: { id: 's', name: 'S', node: 'a', values: { a: { gain: 6 } } },
    },
  )
  const replace: Edit = {
    kind: 'replace-node',
    node: 'a',
    type: 'filter/filter',
    params: { cutoff: 500, poles: 2 },
    ports: { inputs: { in: 'in' }, outputs: { out: 'out' }, params: { gain: 'poles' } },
  }

  test('what the mapping names stays, under the new names and within the new range', () => {
    const { project, inverse } = unwrap(apply(chain, replace))
    expect(project.graph.nodes.a).toEqual({
      id: 'a',
      type: 'filter/filter',
      position: at,
      params: { cutoff: 500 },
      label: 'Mine',
      color: 'red',
      muted: true,
      group: 'g',
      automation: { poles: [{ time: 1, value: 2, curve: 'linear' }] },
    })
    expect(Object.keys(project.graph.cables)).toEqual(['c1', 'c2', 'turn'])
    expect(project.graph.cables.turn?.to).toEqual({ node: 'a', port: 'poles' })
    expect(project.graph.groups.g?.knobs).toEqual([{ ...level, param: 'poles' }])
    expect(project.graph.groups.g?.ports).toEqual(shows.ports)
    expect(project.snapshots.s?.values).toEqual({ a: { poles: 6 } })
    expect(canonicalJson(applyPatches(project, inverse))).toBe(canonicalJson(chain))
  })

  test('what it does not name, or what does not fit, goes', () => {
    const none = { inputs: {}, outputs: {}, params: {} }
    const bare = after(chain, { ...replace, ports: none })
    expect(bare.graph.cables).toEqual({})
    expect(bare.graph.nodes.a?.automation).toBeUndefined()
    expect(bare.graph.groups.g?.knobs).toEqual([])
    const wrong = { inputs: { in: 'cutoff' }, outputs: { out: 'side' }, params: { gain: 'none' } }
    expect(after(chain, { ...replace, ports: wrong }).graph.cables).toEqual({})
  })

  test('a type that no plugin brings, and values that do not fit, are refused', () => {
    expect(code(chain, { ...replace, type: 'gone/gone' })).toBe('node-type-unknown')
    expect(code(chain, { ...replace, params: { cutoff: 1 } })).toBe('parameter-out-of-range')
    expect(code(chain, { ...replace, params: { none: 1 } })).toBe('parameter-unknown')
  })
})
