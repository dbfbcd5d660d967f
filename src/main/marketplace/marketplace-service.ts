import { Emitter, err, eventStream, fail, ok, type Failure, type Result } from '#shared/kit'
import type {
  DropOutcome,
  MarketEvent,
  MarketplaceContract,
  PluginInfo,
  RatingSummary,
  RegistryInfo,
  ServiceOf,
} from '#shared/contract'
import type { AppPaths } from '../kit'
import type { OpenParts } from '../plugins/packages'
import { cardMaker, search } from './catalogue/search'
import { updateByPolicy } from './install/update-by-policy'
import { assetOf, detailsOf, previewOf } from './details'
import type { Market } from './market'
import { lockOf, missingIn, type PluginNeeds } from './missing'
import { publisherOf } from './publish/publisher'
import { takePackage, type DroppedPackage } from './take-package'
import { addRegistry, removeRegistry, setToken } from './registries/registry-list'

/** What is to be known of a plugin before it is published. */
export type MadePlugin = Pick<
  PluginInfo,
  'id' | 'name' | 'version' | 'author' | 'folder' | 'own' | 'editable'
>

export interface MarketplaceParts {
  readonly paths: Pick<AppPaths, 'home' | 'config'>
  /** The plugins of an open project. */
  readonly needsOf: (project: string) => Promise<Result<PluginNeeds>>
  /** These plugins changed on the disk, or may run no more. */
  readonly refreshPlugins: (ids: readonly string[]) => void
  /** A plugin that is here, and what is needed to try one. */
  readonly pluginOf?: (id: string) => Promise<MadePlugin | undefined>
  readonly openParts?: OpenParts
  /** What reviews say of a plugin, as far as it is known now. */
  readonly ratingOf?: (plugin: string) => RatingSummary | undefined
}

export interface OpenedMarketplace extends AsyncDisposable {
  /** Asks the registries, and brings what policy.yaml lets come by itself. */
  renew(): Promise<void>
  readonly service: ServiceOf<MarketplaceContract>
  /** Something was made in the app, and may be among the plugins now. */
  madeHere(): void
  /** In turn with all else that changes plugins. */
  take(dropped: DroppedPackage): Promise<Result<DropOutcome>>
}

/** The marketplace for the panel and the API. */
export function marketplaceOf(market: Market, parts: MarketplaceParts): OpenedMarketplace {
  const { paths } = parts
  const { catalogue, tasks, shop } = market
  if (parts.ratingOf !== undefined) market.ratingOf = parts.ratingOf
  const events = new Emitter<MarketEvent>()
  const stack = new AsyncDisposableStack()
  stack.use(market)
  stack.use(events)
  stack.use(tasks.changes.on(task => events.emit({ kind: 'task', task })))
  stack.use(market.installedChanged.on(parts.refreshPlugins))
  stack.use(
    catalogue.changes.on(kind =>
      events.emit(
        kind === 'registries'
          ? { kind, registries: catalogue.infos() }
          : { kind, revision: catalogue.revision },
      ),
    ),
  )
  const maker = () => cardMaker(shop.parts, catalogue, shop.installed, market.ratingOf)
  /** The app’s own packages are there from the first look on; others are asked when the user says so. */
  const ready = once(() => catalogue.refresh('wireharp'))
  const publisher = publisherOf(market, parts)
  const first = (failures: readonly Failure[]): Failure => failures[0] ?? fail('internal', '')
  /** What a registry answers now. One that does not answer stays: it may be away for now. */
  const asked = async (registry: string): Promise<Result<RegistryInfo>> => {
    await catalogue.refresh(registry)
    const info = catalogue.infos().find(({ name }) => name === registry)
    return info === undefined ? err(fail('registry-unknown', 'It is gone.')) : ok(info)
  }
  const changing = (wish: Parameters<Market['install']>[0]) => ok(market.install(wish))

  const service: ServiceOf<MarketplaceContract> = {
    search: async wish => {
      await ready()
      return ok(search(wish, catalogue, maker(), shop.installed, market.ratingOf))
    },
    details: async wish => {
      await ready()
      return detailsOf(market, maker(), wish)
    },
    asset: wish => assetOf(market, wish),
    preview: wish => previewOf(market, wish),
    plan: async wish => {
      await ready()
      const prepared = await market.plan(wish)
      return prepared.ok ? ok(prepared.value.plan) : err(first(prepared.error))
    },
    install: async wish => {
      await ready()
      return changing(wish)
    },
    update: wish => changing({ ...wish, update: true }),
    pin: ({ id, pinned }) => market.pin(id, pinned),
    rollBack: ({ id }) => ok(market.rollBack(id)),
    uninstall: ({ id, version, anyway }) => ok(market.uninstall(id, { version, anyway })),
    publishing: async ({ id }) => {
      await ready()
      return publisher.facts(id)
    },
    publish: wish => publisher.publish(wish),
    cancel: ({ task }) => tasks.cancel(task),
    watch: (_input, { signal }) =>
      eventStream(events, signal, {
        first: () => [{ kind: 'state', tasks: tasks.all, registries: catalogue.infos() }],
      }),
    registries: async () => {
      await ready()
      return ok(catalogue.infos())
    },
    async addRegistry(wish) {
      const added = await addRegistry(shop.parts.places, wish, paths.home)
      if (!added.ok) return added
      return asked(added.value.name)
    },
    async setRegistryToken({ name, token }) {
      const set = await setToken(shop.parts.places, name, token)
      return set.ok ? asked(name) : set
    },
    async removeRegistry({ name }) {
      const removed = await removeRegistry(shop.parts.places, name)
      if (!removed.ok) return removed
      catalogue.registryGone(name)
      events.emit({ kind: 'registries', registries: catalogue.infos() })
      return ok()
    },
    async refresh({ name }) {
      const done = await catalogue.refresh(name)
      return done.ok || done.error.code !== 'registry-unknown' ? ok(catalogue.infos()) : done
    },
    updates: async () => {
      await ready()
      return ok(market.updates())
    },
    missing: async ({ project }) => {
      await ready()
      const needs = await parts.needsOf(project)
      return needs.ok ? ok(missingIn(needs.value, market)) : needs
    },
    async lock({ project }) {
      const needs = await parts.needsOf(project)
      return needs.ok ? ok(lockOf(needs.value, market)) : needs
    },
    snapshots: () => ok(market.environments.list()),
    takeSnapshot: ({ name }) => tasks.inTurn(() => market.environments.take(name)),
    restoreSnapshot: ({ snapshot }) => ok(market.restore(snapshot)),
    dropSnapshot: ({ snapshot }) => tasks.inTurn(() => market.environments.drop(snapshot)),
  }
  return {
    service,
    async take(dropped) {
      const taken = await tasks.inTurn(() => takePackage(dropped, shop.parts.places))
      if (taken.ok && dropped.agreed) market.changed()
      return taken
    },
    madeHere: () => market.look(),
    async renew() {
      await catalogue.refresh()
      for (const { why, ...update } of await updateByPolicy(market)) {
        shop.parts.log.info({ ...update, ...(why && { failure: why }) }, 'A newer version')
      }
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined
  return () => (done ??= work())
}
