import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson, unwrap } from '../kit'
import { orderGraph } from './order-graph'
import { applyTransaction } from './apply-transaction'
import { MAX_NODES, MAX_PROJECT_BYTES, parseProject } from './parse-project'
import { projectProblems } from './project-problems'
import { firstGroups, PROJECT_VERSION, type Project } from './project'
import { jsonSchema } from './schema'
import { fullProject as full, testCatalog } from './testing'

const text = canonicalJson(full)

/** The code of the failure, or 'ok'. */
function outcome(source: string): string {
  const parsed = parseProject(source)
  return parsed.ok ? 'ok' : parsed.error.code
}

/** The project with the value at a path replaced. */
function having(path: readonly string[], value: unknown): string {
  const copy: unknown = JSON.parse(text)
  let at = copy
  for (const step of path.slice(0, -1)) at = Reflect.get(Object(at), step)
  Reflect.set(Object(at), path.at(-1) ?? '', value)
  return JSON.stringify(copy)
}

/** Every path in a value, leaves and containers. */
function pathsIn(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [
    [...path, key],
    ...pathsIn(inner, [...path, key]),
  ])
}

test('a project comes back from its file byte for byte', () => {
  expect(canonicalJson(unwrap(parseProject(text)))).toBe(text)
})

describe('J01 keys that are none', () => {
  test.each([
    ['__proto__ at the top', text.replace('{', '{"__proto__": {"polluted": 1},')],
    ['__proto__ in a node', text.replace('"params": {', '"params": {"__proto__": 1,')],
    [
      '__proto__ in escapes',
      text.replace('"params": {', '"params": {"\\u005f_proto__": {"polluted": 1},'),
    ],
    ['constructor.prototype', text.replace('{', '{"constructor": {"prototype": {"polluted": 1}},')],
    ['a key twice', text.replace('"params": {', '"params": {"gain": 1,')],
    ['a key twice, once escaped', text.replace('"params": {', '"params": {"\\u0067ain": 1,')],
    ['an unknown key', text.replace('{', '{"more": 1,')],
  ])('%s is refused', (_, source) => {
    expect(outcome(source)).not.toBe('ok')
    expect('polluted' in {}).toBe(false)
  })

  test('a key may stand in two objects, and quotes and colons in strings are no keys', () => {
    const title = 'a "quoted\\": {" [[[[ title'
    const source = having(['title'], title)
    expect(unwrap(parseProject(source)).title).toBe(title)
  })
})

describe('J04 size and depth', () => {
  test('100 MB of nested JSON', () => {
    expect(outcome('['.repeat(100 * 1024 * 1024))).toBe('project-too-large')
  })

  test.each([
    ['arrays', '['.repeat(MAX_PROJECT_BYTES)],
    ['objects', '{"a":'.repeat(MAX_PROJECT_BYTES / 5)],
  ])('as much nesting of %s as a file may have ends at once', (_, source) => {
    const begin = performance.now()
    expect(outcome(source)).toBe('project-invalid')
    expect(performance.now() - begin).toBeLessThan(2000)
  })

  test('65 levels within what a plugin keeps', () => {
    let deep: unknown = 1
    for (let depth = 0; depth < 65; depth++) deep = [deep]
    expect(outcome(having(['graph', 'nodes', 'a', 'data'], { deep }))).toBe('project-invalid')
  })

  test('a title of a million letters', () => {
    expect(outcome(having(['title'], 'x'.repeat(1e6)))).toBe('project-invalid')
  })

  test('lone surrogates come back as they were', () => {
    const source = having(['title'], 'half \ud83c')
    const once = canonicalJson(unwrap(parseProject(source)))
    expect(canonicalJson(unwrap(parseProject(once)))).toBe(once)
  })
})

describe('J05 numbers', () => {
  test.each([
    ['1e400', text.replace('"tempo": 120', '"tempo": 1e400')],
    ['NaN', text.replace('"tempo": 120', '"tempo": NaN')],
    ['tempo 0', having(['transport', 'tempo'], 0)],
    ['negative tempo', having(['transport', 'tempo'], -120)],
    ['0 Hz', having(['sampleRate'], 0)],
    ['1e12 Hz', having(['sampleRate'], 1e12)],
    ['−1 frames', having(['assets', 'a'.repeat(64), 'frames'], -1)],
    ['2^53 + 1 frames', having(['assets', 'a'.repeat(64), 'frames'], 2 ** 53 + 2)],
    ['half a frame', having(['assets', 'a'.repeat(64), 'frames'], 0.5)],
    ['tempo 0 in the middle', having(['transport', 'tempoMap', '0', 'bpm'], 0)],
    ['a tempo point at the first beat', having(['transport', 'tempoMap', '0', 'beat'], 0)],
    ['a signature of 7/6', having(['transport', 'signatures', '0', 'unit'], 6)],
    ['a signature change at bar 1', having(['transport', 'signatures', '0', 'bar'], 1)],
    ['a clip of no length', having(['clips', 'notes', 'length'], 0)],
    ['a note of no length', having(['clips', 'notes', 'notes', 'n1', 'length'], 0)],
    ['a note before its clip', having(['clips', 'notes', 'notes', 'n1', 'start'], -1)],
    ['key 128', having(['clips', 'notes', 'notes', 'n1', 'key'], 128)],
    ['velocity 1.1', having(['clips', 'notes', 'notes', 'n1', 'velocity'], 1.1)],
    ['a depth of 2', having(['graph', 'cables', 'turn', 'depth'], 2)],
    ['a count-in of 5 bars', having(['transport', 'countIn'], 5)],
    [
      'tempo points out of order',
      having(
        ['transport', 'tempoMap'],
        [8, 4].map(beat => ({ beat, bpm: 100, curve: 'hold' })),
      ),
    ],
    [
      'two markers of one id',
      having(
        ['transport', 'markers'],
        [1, 2].map(beat => ({ id: 'm', beat, name: '' })),
      ),
    ],
    [
      'a loop that ends before it starts',
      having(['transport', 'loop'], { enabled: true, start: 2, end: 1 }),
    ],
  ])('%s is refused', (_, source) => {
    expect(outcome(source)).not.toBe('ok')
  })

  test('−0 is a number', () => {
    expect(outcome(text.replace('"gain": -6', '"gain": -0'))).toBe('ok')
  })
})

describe('J06 versions', () => {
  test.each([
    ['newer', PROJECT_VERSION + 1, 'project-version-newer'],
    ['far newer', 1e9, 'project-version-newer'],
    ['0', 0, 'project-version-unknown'],
    ['negative', -1, 'project-version-unknown'],
    ['a fraction', 1.5, 'project-version-unknown'],
    ['text', '1', 'project-version-unknown'],
    ['null', null, 'project-version-unknown'],
    ['missing', undefined, 'project-version-unknown'],
  ])('%s', (_, version, code) => {
    expect(outcome(having(['version'], version))).toBe(code)
  })

  test('of a newer version nothing else is judged', () => {
    expect(outcome('{"format": "wireharp-project", "version": 99, "new": {}}')).toBe(
      'project-version-newer',
    )
  })
})

describe('J07 every field with eight wrong types', () => {
  const wrong = [null, true, 'text', 1.5, -1, [], {}, [{}]]
  /** What a value is, as far as a field with no constraint beyond its type tells. */
  const kind = (value: unknown): string =>
    Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value

  test('the project of these tests has every field of the schema', () => {
    const fields = new Set<string>()
    JSON.stringify(jsonSchema('project'), (key, value: unknown) => {
      if (key === 'properties') for (const [name] of pathsIn(value)) fields.add(name ?? '')
      return value
    })
    const present = new Set(pathsIn(JSON.parse(text)).flat())
    expect([...fields].filter(field => !present.has(field))).toEqual([])
  })

  test.each(pathsIn(JSON.parse(text)).map(path => [path.join('/'), path] as const))(
    '%s',
    (name, path) => {
      // What a plugin keeps is the plugin's, and parameters are judged by the plugin's own declaration.
      if (/\/data\/|params\/gain|values\/a\/gain/.test(name)) return
      const original: unknown = path.reduce<unknown>(
        (at, step) => Reflect.get(Object(at), step),
        JSON.parse(text),
      )
      for (const value of wrong) {
        if (kind(value) === kind(original)) continue
        expect(outcome(having(path, value)), JSON.stringify(value)).not.toBe('ok')
      }
    },
  )
})

describe('J08 asset paths', () => {
  test.each([
    '../x.wav',
    'audio/../x.wav',
    'audio/../../x.wav',
    '/etc/passwd',
    'C:\\x.wav',
    'audio\\x.wav',
    'audio/C:x.wav',
    '\\\\srv\\x.wav',
    'file:///x.wav',
    'https://x.example/x.wav',
    'audio/a/b.wav',
    'audio/.',
    'audio/..',
    'audio/',
    'audio',
    '',
  ])('“%s” is refused', path => {
    expect(outcome(having(['assets', 'a'.repeat(64), 'path'], path))).toBe('project-invalid')
  })
})

describe('J09 what cannot be played is kept', () => {
  const odd: Project = {
    ...full,
    graph: {
      ...full.graph,
      nodes: {
        ...full.graph.nodes,
        later: {
          id: 'later',
          type: '@acme/new/thing',
          position: { x: 0, y: 0 },
          params: { own: 'x' },
          data: { v: 2 },
        },
        player: {
          id: 'player',
          type: 'player/player',
          position: { x: 0, y: 0 },
          params: { sound: 'b'.repeat(64) },
        },
        named: {
          id: 'other',
          type: 'gain/gain',
          position: { x: 0, y: 0 },
          params: { gain: 99, more: 1 },
        },
      },
      cables: {
        ...full.graph.cables,
        nowhere: {
          id: 'nowhere',
          from: { node: 'nobody', port: 'out' },
          to: { node: 'a', port: 'in' },
        },
        kinds: { id: 'kinds', from: { node: 'lfo', port: 'out' }, to: { node: 'a', port: 'in' } },
        port: { id: 'port', from: { node: 'a', port: 'side' }, to: { node: 'output', port: 'in' } },
        turns: {
          id: 'turns',
          from: { node: 'lfo', port: 'out' },
          to: { node: 'a', port: 'in' },
          depth: 1,
        },
        waits: { id: 'waits', from: { node: 'later', port: 'out' }, to: { node: 'a', port: 'in' } },
      },
    },
  }
  const [notes, curve] = [full.clips.notes, full.clips.curve]
  if (notes?.kind !== 'notes' || curve?.kind !== 'automation') throw new Error('not in the project')
  odd.clips = {
    ...full.clips,
    lost: { ...notes, id: 'lost', node: 'nobody' },
    mute: { ...notes, id: 'mute', node: 'a' },
    coming: { ...notes, id: 'coming', node: 'later' },
    param: { ...curve, id: 'param', param: 'none' },
    dense: {
      ...notes,
      id: 'dense',
      length: 1e6,
      loop: 0.5,
      notes: Object.fromEntries(
        ['n1', 'n2'].map(id => [id, { id, start: 0, length: 1, key: 60, velocity: 1 }]),
      ),
    },
  }

  test('it opens, saves back the same, and every fault is named at its place', () => {
    const source = canonicalJson(odd)
    const project = unwrap(parseProject(source))
    expect(canonicalJson(project)).toBe(source)
    const problems = projectProblems(project, testCatalog)
    const named = problems.map(({ code, node, cable, clip }) =>
      [node ?? cable ?? clip, code].join(' '),
    )
    expect(named.toSorted()).toEqual([
      'dense clip-too-dense',
      'kinds cable-refused',
      'later node-type-unknown',
      'lost node-unknown',
      'mute clip-refused',
      'named parameter-out-of-range',
      'named parameter-unknown',
      'named project-invalid',
      'nowhere node-unknown',
      'param parameter-unknown',
      'player asset-missing',
      'port cable-refused',
      'sound clip-refused',
      'turns cable-refused',
    ])
  })
})

describe('J03 large graphs', () => {
  const nodesOf = (length: number) =>
    Object.fromEntries(
      Array.from({ length }, (_, index) => {
        const id = `n${index}`
        return [id, { id, type: 'gain/gain', position: { x: index, y: 0 }, params: {} }]
      }),
    )
  const cable = (id: string, from: string, to: string) => ({
    id,
    from: { node: from, port: 'out' },
    to: { node: to, port: 'in' },
  })

  test('50,000 nodes in a chain and 100,000 cables open in 10 s', () => {
    const cables = Array.from({ length: 100_000 }, (_, index) =>
      cable(`c${index}`, `n${index % 49_999}`, `n${(index % 49_999) + 1}`),
    )
    const nodes = nodesOf(MAX_NODES)
    const wires = Object.fromEntries(cables.map(item => [item.id, item]))
    const graph = { ...firstGroups(), nodes, cables: wires }
    const source = JSON.stringify({ ...full, graph, clips: {} })
    const begin = performance.now()
    const project = unwrap(parseProject(source))
    expect(projectProblems(project, testCatalog)).toEqual([])
    const { groups, feedback } = orderGraph(Object.keys(nodes), cables)
    expect([groups.length, feedback.size]).toEqual([50_000, 0])
    expect(performance.now() - begin).toBeLessThan(10_000)
  })

  test('one node more is refused, whatever else the file says', () => {
    const graph = { nodes: nodesOf(MAX_NODES + 1), cables: 'none of them is looked at' }
    expect(outcome(JSON.stringify({ ...full, graph, clips: {} }))).toBe('project-too-large')
  })

  test('no edit makes a project of more nodes', () => {
    const project = unwrap(parseProject(text))
    const nodes = nodesOf(MAX_NODES - Object.keys(project.graph.nodes).length)
    const filled = {
      ...project,
      graph: { ...project.graph, nodes: { ...project.graph.nodes, ...nodes } },
    }
    const node = { id: 'more', type: 'gain/gain', position: { x: 0, y: 0 }, params: {} }
    const added = applyTransaction(filled, { edits: [{ kind: 'add-node', node }] }, testCatalog)
    expect(added.ok ? '' : added.error.code).toBe('project-too-large')
  })
})

describe('J10 damage', () => {
  test('cut off at every 1 %', () => {
    for (let percent = 0; percent < 100; percent++) {
      expect(outcome(text.slice(0, Math.floor((text.length * percent) / 100)))).not.toBe('ok')
    }
  })

  test('1,000 random flips of a bit: a failure with a sentence, or a project that round-trips', () => {
    const bytes = new TextEncoder().encode(text)
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(7), (at, bit) => {
        const flipped = bytes.slice()
        flipped[at] = (flipped[at] ?? 0) ^ (1 << bit)
        const parsed = parseProject(new TextDecoder('utf-8').decode(flipped))
        const again = parsed.ok ? canonicalJson(parsed.value) : text
        expect(canonicalJson(unwrap(parseProject(again)))).toBe(again)
        const sentence = parsed.ok ? 'It is a project still.' : parsed.error.message
        expect(sentence).toMatch(/^[A-Z].{15,}\.$/)
      }),
      { numRuns: 1000 },
    )
  })

  test.each([
    ['nothing', ''],
    ['a number', '1'],
    ['null', 'null'],
    ['an array', '[]'],
    ['another format', '{"format": "song", "version": 1}'],
  ])('%s is no project', (_, source) => {
    expect(outcome(source)).toBe('project-not-json')
  })
})

test('J11 markup is text like any other', () => {
  const title = '<img src=x onerror=alert(1)>'
  expect(unwrap(parseProject(having(['title'], title))).title).toBe(title)
})
