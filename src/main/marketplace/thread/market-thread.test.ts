import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { marketSearchSchema } from '#shared/contract'
import { appPaths, rootFolder } from '../../kit'
import { TestMarket } from '../testing/test-market'
import { MarketThread } from './market-thread'

const hooks = pathToFileURL(join(rootFolder(), 'src/main/kit/testing/run-sources.ts')).href
const start = {
  url: pathToFileURL(join(rootFolder(), 'src/main/marketplace/testing/at-hand-thread.ts')),
  execArgv: ['--no-warnings', '--import', hooks],
}

let shop: TestMarket
let thread: MarketThread
let changed = 0
const gone: string[] = []
const never = { signal: new AbortController().signal }

beforeEach(async () => {
  shop = new TestMarket()
  await shop.publish()
  mkdirSync(shop.temp.at('logs'))
  thread = new MarketThread(
    {
      paths: appPaths({ WIREHARP_HOME: shop.temp.path }),
      needsOf: () => ({ ok: true, value: [{ id: 'small', nodes: 2 }] }),
      pluginOf: () => undefined,
      refreshPlugins: () => changed++,
      ratings: () => ({ revision: 1, all: () => new Map([['small', { mean: 4, count: 3 }]]) }),
      onGone: why => gone.push(why),
    },
    start,
  )
}, 30_000)
afterEach(async () => {
  await thread[Symbol.asyncDispose]()
  await shop[Symbol.asyncDispose]()
})

test('M-02 the marketplace installs in a thread of its own, and tells what it does, and what changed', async () => {
  const address = shop.temp.at('shelf')
  const added = await thread.call('addRegistry', { name: 'shelf', address }, never)
  expect(added).toMatchObject({ ok: true, value: { packages: 1 } })
  const wish = marketSearchSchema.parse({ text: 'small' })
  const found = await thread.call('search', wish, never)
  expect(found).toMatchObject({ value: { cards: [{ id: 'small', rating: { mean: 4 } }] } })
  // What only the shell knows is asked of it.
  const missing = await thread.call('missing', { project: 'p' }, never)
  expect(missing).toMatchObject({ value: [{ id: 'small', nodes: 2, available: '1.0.0' }] })
  const stop = new AbortController()
  const events = thread.watch(stop)
  expect(await events.next()).toMatchObject({ value: { kind: 'state' } })
  const plan = await thread.call('plan', { id: 'small', beside: false }, never)
  const agreement = plan.ok ? plan.value.agreement : ''
  await thread.call('install', { id: 'small', agreement, beside: false }, never)
  for await (const event of events) {
    if (event.kind === 'task' && event.task.state !== 'running') {
      expect(event.task).toMatchObject({ state: 'done', version: '1.0.0' })
      // By whoever hears that it is done, it can be used.
      expect(changed).toBeGreaterThan(0)
      stop.abort()
    }
  }
  expect(shop.versions()).toEqual({ small: '1.0.0' })
  const refused = await thread.call('uninstall', { id: 'nobody', anyway: false }, never)
  expect(refused.ok).toBe(true)
  expect(gone).toEqual([])
}, 30_000)
