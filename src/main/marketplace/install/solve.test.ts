import { describe, expect, test } from 'vitest'
import { solve, type Candidate, type Wish, type World } from './solve'

type Shelf = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>

const candidates = (versions: Shelf[string] = {}): Candidate[] =>
  Object.entries(versions).map(([version, dependencies]) => ({ version, dependencies }))

function world(shelf: Shelf, installed: Shelf = {}, builtIn: Shelf = {}): World {
  const firstOf = (all: Shelf) =>
    new Map(
      Object.entries(all).flatMap(([id, versions]) => {
        const [first] = candidates(versions)
        return first === undefined ? [] : [[id, first] as const]
      }),
    )
  return {
    offered: id => candidates(shelf[id]),
    installed: firstOf(installed),
    beside: () => [],
    builtIn: firstOf(builtIn),
  }
}

function solved(wishes: readonly Wish[], there: World): string {
  const done = solve(wishes, there)
  if (!done.ok) return `${done.error.code}: ${done.error.message.split('. ')[0]}`
  return done.value
    .map(
      ({ id, version, kind, beside }) =>
        `${id} ${version}${kind === 'new' ? '' : ` ${kind}`}${beside ? ' beside' : ''}`,
    )
    .join(', ')
}

const wish = (id: string, range = '*') => [{ id, range }]

describe('M-02 S1-37 what fits together', () => {
  test('is the newest that all allow, found by going back where the newest does not fit', () => {
    const shelf = {
      a: { '2.0.0': { c: '^1.0.0', b: '^1.0.0' } },
      b: { '1.1.0': { c: '~1.1.0' } },
      c: { '1.2.0': {}, '1.1.0': {}, '1.0.0': {} },
    }
    // c 1.2.0 would have been newer.
    expect(solved(wish('a'), world(shelf))).toBe('a 2.0.0, c 1.1.0, b 1.1.0')
  })

  test('leaves what is installed, and what comes with the app, where that will do', () => {
    const shelf = { a: { '1.0.0': { b: '^1.0.0', gain: '^1.0.0' } }, b: { '1.9.0': {} } }
    const there = world(shelf, { b: { '1.1.0': {} } }, { gain: { '1.4.0': {} } })
    expect(solved(wish('a'), there)).toBe('a 1.0.0, b 1.1.0 installed, gain 1.4.0 built-in')
  })

  test('is two majors side by side where one alone will not do', () => {
    const shelf = {
      a: { '1.0.0': { b: '*', c: '^2.0.0' } },
      b: { '1.0.0': { c: '^1.0.0' } },
      c: { '2.0.0': {}, '1.5.0': {} },
    }
    expect(solved(wish('a'), world(shelf))).toBe('a 1.0.0, b 1.0.0, c 1.5.0, c 2.0.0 beside')
  })

  test('names what is missing, and not what others need of the same plugin', () => {
    const shelf = {
      a: { '1.0.0': { b: '^1.0.0', c: '^3.0.0' } },
      b: { '1.0.0': { c: '^1.0.0' } },
      c: { '2.0.0': {}, '1.1.0': {}, '1.0.0': {} },
    }
    expect(solved(wish('a'), world(shelf))).toBe(
      'dependency-missing: a 1.0.0 needs c ^3.0.0; the registries have 2.0.0, 1.1.0, 1.0.0',
    )
  })

  test('keeps the version that something installed needs, beside the new one', () => {
    const shelf = { c: { '2.0.0': {}, '1.0.0': {} } }
    const installed = { c: { '1.0.0': {} }, b: { '1.0.0': { c: '^1.0.0' } } }
    expect(solved(wish('c', '2.0.0'), world(shelf, installed))).toBe(
      'c 2.0.0, c 1.0.0 installed beside',
    )
  })

  test('a circle comes to an end', () => {
    const shelf = { a: { '1.0.0': { b: '*' } }, b: { '1.0.0': { a: '*' } } }
    expect(solved(wish('a'), world(shelf))).toBe('a 1.0.0, b 1.0.0')
  })
})

describe('M-02 S1-37 a conflict is said along its path', () => {
  test.each<[string, Shelf, Shelf]>([
    [
      'dependency-conflict: a 1.0.0 → b 1.0.0 needs c ~1.1.0, but there is 1.2.0, as a 1.0.0 needs it',
      {
        a: { '1.0.0': { c: '1.2.0', b: '*' } },
        b: { '1.0.0': { c: '~1.1.0' } },
        c: { '1.2.0': {}, '1.1.0': {} },
      },
      {},
    ],
    [
      'dependency-missing: a 1.0.0 → b 1.0.0 needs c ^3.0.0; the registries have 2.0.0, 1.0.0',
      {
        a: { '1.0.0': { b: '*' } },
        b: { '1.0.0': { c: '^3.0.0' } },
        c: { '2.0.0': {}, '1.0.0': {} },
      },
      {},
    ],
    [
      'dependency-missing: a 1.0.0 needs b *; no registry has it',
      { a: { '1.0.0': { b: '*' } } },
      {},
    ],
    [
      'dependency-conflict: a 1.0.0 needs gain ^2.0.0; Wireharp brings 1.4.0',
      { a: { '1.0.0': { gain: '^2.0.0' } } },
      { gain: { '1.4.0': {} } },
    ],
    [
      'dependency-conflict: a 1.0.0 needs b latest, which is no range of versions',
      { a: { '1.0.0': { b: 'latest' } }, b: { '1.0.0': {} } },
      {},
    ],
  ])('%s', (said, shelf, builtIn) => {
    expect(solved(wish('a'), world(shelf, {}, builtIn))).toContain(said)
  })
})
