import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { emptyProject, type Project } from '#shared/graph'
import { lockOf, missingIn, needsOf } from './missing'
import { TestMarket } from './testing/test-market'

vi.mock('../plugins/packages/in-worker', () => import('../plugins/packages/testing/at-hand'))

let shop: TestMarket
beforeEach(async () => {
  shop = new TestMarket()
  await shop.addShelf()
  for (const version of ['1.0.0', '1.2.0', '1.3.0-trial.1', '2.0.0']) {
    // oxlint-disable-next-line no-await-in-loop
    await shop.publish({ version })
  }
  await shop.market.catalogue.refresh('shelf')
})
afterEach(() => shop[Symbol.asyncDispose]())

/** With two nodes of a plugin, as it was last played with. */
function playedWith(version: string | undefined, id = 'small'): Project {
  const project = emptyProject('p', 'P')
  const node = (name: string) => ({
    ...{ id: name, type: `${id}/${id}`, position: { x: 0, y: 0 }, params: {} },
  })
  const graph = { ...project.graph, nodes: { a: node('a'), b: node('b') } }
  return { ...project, graph, plugins: version === undefined ? {} : { [id]: { version } } }
}

const missing = (project: Project, here: Readonly<Record<string, string>> = {}) =>
  missingIn(needsOf(project, new Map(Object.entries(here))), shop.market)

describe('M-05 plugins that a project misses', () => {
  test('M-05 are offered in the newest version that fits what it was played with', () => {
    const found = { id: 'small', nodes: 2, registry: 'shelf' }
    expect(missing(playedWith('1.1.0'))).toEqual([
      { ...found, name: 'Small', wanted: '1.1.0', available: '1.2.0' },
    ])
    expect(missing(playedWith('2.0.0'))[0]).toMatchObject({ available: '2.0.0' })
    // Where nobody noted it, the newest.
    expect(missing(playedWith(undefined))[0]).toMatchObject({ available: '2.0.0' })
  })

  test('M-05 are missed in another major version too, and not in one that fits', () => {
    expect(missing(playedWith('1.1.0'), { small: '1.2.0' })).toEqual([])
    expect(missing(playedWith('1.1.0'), { small: '2.0.0' })[0]).toMatchObject({
      ...{ installed: '2.0.0', wanted: '1.1.0', available: '1.2.0', besideAs: 'small.v1' },
    })
  })

  test('M-05 are called as the project knew them, where no registry has them', () => {
    const project = playedWith('1.0.0', 'gone')
    const plugins = { gone: { version: '1.0.0', name: 'Gone Echo', nodes: { gone: 'Echo' } } }
    expect(missing({ ...project, plugins })[0]).toMatchObject({ id: 'gone', name: 'Gone Echo' })
  })

  test('M-05 and that lay beside another major version come back under the id that the project knows', async () => {
    const project = playedWith('2.0.0', 'small.v2')
    const [first] = missing(project)
    expect(first).toMatchObject({ id: 'small.v2', name: 'Small v2', source: 'small' })
    expect(first).toMatchObject({ available: '2.0.0', registry: 'shelf' })
    expect(missing(playedWith(undefined, 'small.v1'))[0]).toMatchObject({ available: '1.2.0' })
    expect(missing(playedWith(undefined, 'small.v7'))[0]?.available).toBeUndefined()
    // Nothing else of it is here, or the same version under its own id.
    for (const before of ['none', '2.0.0']) {
      // oxlint-disable-next-line no-await-in-loop
      if (before !== 'none') await shop.install('small', { version: before })
      // oxlint-disable-next-line no-await-in-loop
      expect(await shop.install('small', { version: '2.0.0', as: 'small.v2' })).toBe('ok')
      expect(shop.versions()).toMatchObject({ 'small.v2': '2.0.0' })
      // oxlint-disable-next-line no-await-in-loop
      await shop.market.ended(shop.market.uninstall('small.v2', {}))
    }
    expect(shop.versions()).toEqual({ small: '2.0.0' })
  })

  test('M-05 that are nowhere to be had are named with a reason', () => {
    for (const project of [playedWith('3.0.0'), playedWith('1.0.0', 'nobody')]) {
      const [first] = missing(project)
      expect(first?.available).toBeUndefined()
      expect(first?.reason?.message).toBeTruthy()
    }
  })

  test('M-05 S1-34 the lock of a project says which versions are not those that it was played with', () => {
    const lock = (here: Readonly<Record<string, string>>) =>
      lockOf(needsOf(playedWith('1.1.0'), new Map(Object.entries(here))), shop.market)
    expect(lock({ small: '1.1.0' })).toMatchObject([{ matches: true }])
    expect(lock({ small: '1.2.0' })).toMatchObject([
      { id: 'small', name: 'Small', locked: '1.1.0', installed: '1.2.0', matches: false },
    ])
    expect(lock({})).toMatchObject([{ id: 'small', matches: false }])
  })
})
