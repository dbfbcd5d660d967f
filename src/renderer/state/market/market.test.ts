import { beforeEach, describe, expect, test } from 'vitest'
import type { MarketTask } from '#shared/contract'
import { emptyProject } from '#shared/graph'
import { Emitter, err, fail } from '#shared/kit'
import type { Client, Link } from '../../kit'
import { FakeShell } from '../../testing/fake-shell'
import { setConnection } from '../connection'
import { useToasts } from '../toasts'
import {
  clearMarketQuery,
  fetchMarketPage,
  MARKET_PAGE,
  searchMarket,
  setMarketQuery,
  useMarketResults,
} from './search'
import {
  declineInstall,
  installAll,
  installFromMarket,
  receiveMarketTask,
  useMarketTasks,
} from './tasks'

function connect(change: (client: Client) => Client = client => client): void {
  const { client } = new FakeShell(emptyProject('p', 'P'))
  setConnection({
    face: 'browser',
    client: change(client),
    link: 'online',
    changes: new Emitter<Link>(),
    openAudio: () => undefined,
    pathOf: () => undefined,
    takeDrop: () => Promise.resolve(err(fail('drop-unsupported', ''))),
    importAudio: () => Promise.resolve(err(fail('audio-damaged', ''))),
  })
}

beforeEach(() => {
  connect()
  useMarketTasks.setState({
    tasks: [],
    refused: new Map(),
    planning: new Set(),
    consent: undefined,
  })
})

describe('M-01 searching as one types', () => {
  test('an answer that comes too late does not replace a newer one', async () => {
    const waits: (() => void)[] = []
    connect(client => ({
      ...client,
      marketplace: {
        ...client.marketplace,
        search: async (input, options) => {
          const page = await client.marketplace.search(input, options)
          await new Promise<void>(resolve => waits.push(resolve))
          return page
        },
      },
    }))
    setMarketQuery({ text: 'ta' })
    setMarketQuery({ text: 'tape' })
    await expect.poll(() => waits.length).toBe(2)
    waits[1]?.()
    await expect.poll(() => useMarketResults.getState().asking).toBe(false)
    const { total } = useMarketResults.getState()
    waits[0]?.()
    await new Promise(resolve => setTimeout(resolve, 5))
    expect(useMarketResults.getState()).toMatchObject({ total, query: { text: 'tape' } })
    expect(useMarketResults.getState().cards[0]).toMatchObject({ id: 'tape-age' })
  })

  test('further pages come when they are scrolled to, each once', async () => {
    clearMarketQuery()
    await searchMarket()
    const { total } = useMarketResults.getState()
    expect(useMarketResults.getState().cards).toHaveLength(MARKET_PAGE)
    await Promise.all([fetchMarketPage(2), fetchMarketPage(2)])
    const { cards } = useMarketResults.getState()
    expect(cards[MARKET_PAGE]).toBeUndefined()
    expect(cards[2 * MARKET_PAGE]).toBeDefined()
    expect(useMarketResults.getState().total).toBe(total)
  })

  test('while the shell is away what was found stays, and the reason is told', async () => {
    await searchMarket()
    const { cards } = useMarketResults.getState()
    connect(client => ({
      ...client,
      marketplace: { ...client.marketplace, search: () => Promise.reject(new Error('gone')) },
    }))
    await searchMarket()
    expect(useMarketResults.getState()).toMatchObject({
      cards,
      failure: { code: 'engine-unavailable' },
    })
  })
})

describe('M-02 what came of it is told', () => {
  const task = (change: Partial<MarketTask>): MarketTask => ({
    ...{ id: 't', action: 'uninstall', plugin: 'tape-age', stage: '', progress: 1 },
    ...{ state: 'done', failures: [], ...change },
  })
  const told = () => useToasts.getState().shown.map(({ text }) => text)
  beforeEach(() => useToasts.setState({ shown: [], past: [] }))

  test('by the name of the plugin, also where it is gone by then', () => {
    receiveMarketTask(task({ name: 'Tape Age' }))
    expect(told()).toEqual(['Tape Age is uninstalled.'])
  })

  test('a snapshot that does not come back says why, though no plugin has a place for it', () => {
    const failures = [fail('package-store-damaged', 'A file is not as it was.')]
    receiveMarketTask(task({ action: 'restore', plugin: '', state: 'failed', failures }))
    expect(told().join()).toContain('A file is not as it was.')
  })
})

describe('M-02 installing asks first', () => {
  test('a question stops it until it is answered; nothing is begun before', async () => {
    await installFromMarket({ id: 'weather', name: 'Weather', action: 'install' })
    expect(useMarketTasks.getState().consent?.plan.questions).toMatchObject([
      { kind: 'permissions', plugin: 'weather' },
    ])
    expect(useMarketTasks.getState().tasks).toEqual([])
  })

  test('of several, the next comes when the question of the one before is answered', async () => {
    const wishes = ['weather', 'vinyl'].map(id => ({ id, name: id, action: 'install' }) as const)
    const asked = () => useMarketTasks.getState().consent?.wish.id
    const all = installAll(wishes)
    await expect.poll(asked).toBe('weather')
    declineInstall()
    await expect.poll(asked).toBe('vinyl')
    declineInstall()
    await all
  })

  test('a refusal stands beside its plugin, with its code', () => {
    const task: MarketTask = {
      ...{ id: 't', action: 'install', plugin: 'stutter', stage: 'Checking', progress: 0.6 },
      state: 'failed',
      failures: [fail('signature-wrong', 'It is not as it was signed.')],
    }
    receiveMarketTask({ ...task, state: 'running', failures: [] })
    receiveMarketTask(task)
    expect(useMarketTasks.getState().refused.get('stutter')).toMatchObject([
      { code: 'signature-wrong' },
    ])
  })
})
