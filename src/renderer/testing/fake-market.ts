import { implement } from '@orpc/server'
import {
  contract,
  type FacetCount,
  type MarketCard,
  type MarketDetails,
  type MarketEvent,
  type MarketTask,
  type RegistryInfo,
} from '#shared/contract'
import { Emitter, eventStream } from '#shared/kit'
import { newId, sleep } from '../kit'
import { marketCards } from './market-cards'

/** A marketplace in memory, whose installations take two seconds. */
export class FakeMarket {
  readonly #events = new Emitter<MarketEvent>()
  #cards: readonly MarketCard[] = marketCards
  #registries: readonly RegistryInfo[] = [
    registry('wireharp', 'resources', 'fresh', 12),
    registry('studio', 'https://npm.studio.example', 'offline', 180),
  ]

  router() {
    const shell = implement(contract).marketplace
    const events = this.#events
    const first = (): MarketEvent => ({ kind: 'state', tasks: [], registries: this.#registries })
    return {
      search: shell.search.handler(({ input }) => {
        const found = this.#cards.filter(
          card =>
            `${card.name} ${card.summary}`.toLowerCase().includes(input.text.toLowerCase()) &&
            (input.categories.length === 0 || input.categories.includes(card.category)) &&
            (input.kinds.length === 0 || input.kinds.includes(card.kind)) &&
            (input.installed !== true || card.installed !== undefined) &&
            (input.updates !== true || card.update !== undefined),
        )
        const from = input.page * input.perPage
        return {
          cards: found.slice(from, from + input.perPage),
          total: found.length,
          asOf: Date.now() - 3_600_000 * 5,
          facets: {
            categories: counted(found, ({ category }) => category),
            kinds: counted(found, ({ kind }) => kind),
            licences: counted(found, ({ licence }) => licence),
            permissions: counted(found, ({ permissions }) => permissions[0]),
            registries: counted(found, ({ registry: name }) => name),
            installed: found.filter(({ installed }) => installed !== undefined).length,
            updates: found.filter(({ update }) => update !== undefined).length,
            verified: found.filter(({ publisher }) => publisher.trust === 'wireharp').length,
          },
        }
      }),
      details: shell.details.handler(async ({ input }) => {
        await sleep(120)
        return details(this.#card(input.id))
      }),
      asset: shell.asset.handler(() => ({ type: 'image/svg+xml', url: picture })),
      preview: shell.preview.handler(() => ({ folder: '/tmp', version: '1.0.0' })),
      plan: shell.plan.handler(({ input }) => plan(this.#card(input.id))),
      install: shell.install.handler(({ input }) => this.#begin('install', input.id)),
      update: shell.update.handler(({ input }) => this.#begin('update', input.id)),
      pin: shell.pin.handler(({ input }) => {
        this.#change(input.id, { pinned: input.pinned })
      }),
      rollBack: shell.rollBack.handler(({ input }) => this.#begin('rollback', input.id)),
      uninstall: shell.uninstall.handler(({ input }) => this.#begin('uninstall', input.id)),
      cancel: shell.cancel.handler(() => {}),
      publishing: shell.publishing.handler(({ input }) => ({
        ...{ id: input.id, name: 'Glow', version: '1.0.0', published: { studio: ['1.0.0'] } },
        ...{ fingerprint: '0a11 b2c3 d4e5 f607 1829 3a4b 5c6d 7e8f', keyFile: '/me/key.pem' },
      })),
      publish: shell.publish.handler(({ input }) => this.#begin('publish', input.id)),
      watch: shell.watch.handler(async function* ({ signal }) {
        yield first()
        yield* eventStream(events, signal)
      }),
      registries: shell.registries.handler(() => this.#registries),
      addRegistry: shell.addRegistry.handler(({ input }) => {
        const made = registry(input.name, input.address, 'refreshing', 0)
        this.#registries = [...this.#registries, made]
        this.#events.emit({ kind: 'registries', registries: this.#registries })
        return made
      }),
      setRegistryToken: shell.setRegistryToken.handler(({ input: { name, token } }) => {
        const hasToken = token !== undefined
        this.#registries = this.#registries.map(each =>
          each.name === name ? { ...each, hasToken } : each,
        )
        this.#events.emit({ kind: 'registries', registries: this.#registries })
        return registry(name, '', 'fresh', 0)
      }),
      removeRegistry: shell.removeRegistry.handler(({ input }) => {
        this.#registries = this.#registries.filter(({ name }) => name !== input.name)
        this.#events.emit({ kind: 'registries', registries: this.#registries })
      }),
      refresh: shell.refresh.handler(() => this.#registries),
      updates: shell.updates.handler(() =>
        this.#cards.flatMap(({ id, name, installed, update, pinned }) =>
          installed === undefined || update === undefined
            ? []
            : [
                {
                  id,
                  name,
                  installed,
                  available: update,
                  pinned,
                  changelog: 'Less hiss.\nA dry knob.',
                },
              ],
        ),
      ),
      missing: shell.missing.handler(() => [
        { id: 'tape-age', wanted: '1.1.0', nodes: 2, available: '1.1.0', registry: 'wireharp' },
        {
          id: '@acme/lost',
          wanted: '3.0.0',
          nodes: 1,
          reason: {
            code: 'package-not-found',
            message: 'No registry has it. Check the name, the version and the registry.',
          },
        },
      ]),
      lock: shell.lock.handler(() => [
        { id: 'tape-age', locked: '1.1.0', installed: '1.1.0', matches: true },
        { id: 'vinyl', locked: '0.9.0', installed: '1.0.0', matches: false },
      ]),
      snapshots: shell.snapshots.handler(() => [
        { id: 's1', name: 'Before the new reverbs', at: Date.now(), plugins: { vinyl: '1.0.0' } },
      ]),
      takeSnapshot: shell.takeSnapshot.handler(({ input }) => ({
        id: newId(),
        name: input.name,
        at: Date.now(),
        plugins: {},
      })),
      restoreSnapshot: shell.restoreSnapshot.handler(() => ({ task: 't' })),
      dropSnapshot: shell.dropSnapshot.handler(() => {}),
    }
  }

  #card(id: string): MarketCard {
    const found = this.#cards.find(card => card.id === id)
    if (found === undefined) throw new Error(`There is no ${id}.`)
    return found
  }

  #change(id: string, change: Partial<MarketCard>): void {
    this.#cards = this.#cards.map(card => (card.id === id ? { ...card, ...change } : card))
    this.#events.emit({ kind: 'catalogue', revision: 1 })
  }

  #begin(action: MarketTask['action'], plugin: string): { task: string } {
    const id = newId()
    const tell = (change: Partial<MarketTask>) => {
      const task = {
        id,
        action,
        plugin,
        state: 'running',
        stage: 'Downloading',
        progress: 0,
        failures: [],
      } as const
      this.#events.emit({ kind: 'task', task: { ...task, ...change } })
    }
    void (async () => {
      for (let step = 0; step < 10; step++) {
        tell({ progress: step / 10, stage: step < 6 ? 'Downloading' : 'Checking' })
        // oxlint-disable-next-line no-await-in-loop
        await sleep(200)
      }
      if (plugin === 'stutter') {
        const message =
          'Its signature does not fit its files. Nothing was installed; tell its author.'
        return tell({ state: 'failed', failures: [{ code: 'package-refused', message }] })
      }
      const { version, update: _update, installed: _installed, ...card } = this.#card(plugin)
      const rest = { ...card, version, ...(action !== 'uninstall' && { installed: version }) }
      this.#cards = this.#cards.map(each => (each.id === plugin ? rest : each))
      this.#events.emit({ kind: 'catalogue', revision: 2 })
      return tell({ state: 'done', progress: 1, version })
    })()
    return { task: id }
  }
}

function plan(card: MarketCard) {
  const { id, name, version, bytes, publisher, installed, permissions } = card
  const asked = permissions.map(right => ({ right, words: `Use the right “${right}”` }))
  const before = {
    name: 'Ada',
    trust: 'known',
    fingerprint: '0a11 b2c3 d4e5 f607 1829 3a4b 5c6d 7e8f',
  } as const
  return {
    steps: [
      {
        id,
        name,
        to: version,
        registry: 'wireharp',
        bytes,
        publisher,
        beside: false,
        ...(installed !== undefined && { from: installed }),
      },
    ],
    questions: [
      ...(asked.length > 0
        ? [{ kind: 'permissions' as const, plugin: id, all: asked, added: asked.slice(0, 1) }]
        : []),
      ...(publisher.trust === 'changed'
        ? [{ kind: 'publisher-changed' as const, plugin: id, before, now: publisher }]
        : []),
      ...(publisher.trust === 'unsigned' ? [{ kind: 'unsigned' as const, plugin: id }] : []),
    ],
    agreement: 'x',
  }
}

function details(card: MarketCard): MarketDetails {
  const old = { bytes: card.bytes, installable: true }
  return {
    ...card,
    readme,
    changelog: '## 1.2.0\n\n- Less hiss.\n- A dry knob.\n\n## 1.1.0\n\n- Wow follows the tempo.',
    asked: card.permissions.map(right => ({
      right,
      words: `Use the right “${right}”`,
      why: 'To ask the weather service.',
    })),
    versions: ['1.2.0', '1.1.0', '1.0.0'].map((version, index) => ({
      ...old,
      version,
      published: Date.UTC(2026, 8 - index, 3),
    })),
    dependencies: [],
    dependents: [],
    nodes: [{ type: `${card.id}/${card.id}`, label: card.name }],
    ...(card.installed !== undefined && { previous: '1.0.0' }),
    beside: [],
  }
}

function counted(
  cards: readonly MarketCard[],
  of: (card: MarketCard) => string | undefined,
): FacetCount[] {
  const counts = new Map<string, number>()
  for (const card of cards) {
    const value = of(card)
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return [...counts].map(([value, count]) => ({ value, count }))
}

function registry(
  name: string,
  address: string,
  state: RegistryInfo['state'],
  packages: number,
): RegistryInfo {
  const kind = name === 'wireharp' ? 'built-in' : 'npm'
  const removable = kind !== 'built-in'
  const made = {
    name,
    address,
    kind,
    removable,
    state,
    packages,
    signs: false,
    hasToken: false,
  } as const
  const failure = {
    code: 'package-unreachable',
    message: 'It took too long. Check the address and the network; nothing was installed.',
  } as const
  return { ...made, asOf: Date.now() - 3_600_000 * 5, ...(state === 'offline' && { failure }) }
}

const readme = `# What it is

Quarter-inch tape at 15 inches a second: soft saturation, **wow** and **flutter**, hiss.

| Knob | What it does |
| --- | --- |
| Drive | How hot the tape is printed, 0 to 24 dB |
| Wow | Slow changes of pitch, in per cent |

- Works in stereo, both channels through the same wobble.
- Source: Chowdhury, *Real-time physical modelling for analog tape machines*, DAFx 2019.
`

const picture = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 200"><rect width="300" height="200" fill="#223"/><circle cx="100" cy="100" r="50" fill="#f0b34a"/></svg>')}`
