import type { MarketplaceContract, ServiceOf } from '#shared/contract'
import { ok, type Result } from '#shared/kit'
import { join } from 'node:path'
import type { AppPaths, Clock, Log } from '../kit'
import { isInterrupted } from './install/journal'
import { PolicyFile } from '../policy'
import type { MarketplaceParts, OpenedMarketplace } from './marketplace-service'

/** A start is not slowed down by what can wait. */
const FIRST_RENEWAL_MS = 5 * 60_000
const RENEWAL_MS = 24 * 3_600_000

export interface Marketplace extends AsyncDisposable {
  readonly service: ServiceOf<MarketplaceContract>
}

export interface CreateMarketplaceParts extends MarketplaceParts {
  readonly paths: AppPaths
  readonly clock: Clock
  readonly log: Log
}

/** The marketplace, opened by the first who asks for something: a start waits neither for it nor for its code. */
export function createMarketplace(parts: CreateMarketplaceParts): Marketplace {
  let opened: Promise<Result<OpenedMarketplace>> | undefined
  const from = async <T>(
    work: (service: ServiceOf<MarketplaceContract>) => Result<T> | Promise<Result<T>>,
  ): Promise<Result<T>> => {
    opened ??= open(parts)
    const market = await opened
    return market.ok ? work(market.value.service) : market
  }
  const policy = new PolicyFile(parts.paths.config)
  /** Where the policy wants it, newer versions come by themselves; else nobody is asked for anything. */
  const renew = async () => {
    if (!policy.state.policy.updates.automatic) return
    opened ??= open(parts)
    const market = await opened
    if (market.ok) await market.value.renew()
  }
  const first = setTimeout(() => void renew(), FIRST_RENEWAL_MS)
  const daily = setInterval(() => void renew(), RENEWAL_MS)
  first.unref()
  daily.unref()
  const service: ServiceOf<MarketplaceContract> = {
    search: (wish, call) => from(market => market.search(wish, call)),
    details: (wish, call) => from(market => market.details(wish, call)),
    asset: (wish, call) => from(market => market.asset(wish, call)),
    preview: (wish, call) => from(market => market.preview(wish, call)),
    plan: (wish, call) => from(market => market.plan(wish, call)),
    install: (wish, call) => from(market => market.install(wish, call)),
    update: (wish, call) => from(market => market.update(wish, call)),
    pin: (wish, call) => from(market => market.pin(wish, call)),
    rollBack: (wish, call) => from(market => market.rollBack(wish, call)),
    uninstall: (wish, call) => from(market => market.uninstall(wish, call)),
    publishing: (wish, call) => from(market => market.publishing(wish, call)),
    publish: (wish, call) => from(market => market.publish(wish, call)),
    cancel: (wish, call) => from(market => market.cancel(wish, call)),
    async *watch(wish, call) {
      opened ??= open(parts)
      const market = await opened
      if (market.ok) yield* market.value.service.watch(wish, call)
    },
    registries: (wish, call) => from(market => market.registries(wish, call)),
    addRegistry: (wish, call) => from(market => market.addRegistry(wish, call)),
    removeRegistry: (wish, call) => from(market => market.removeRegistry(wish, call)),
    refresh: (wish, call) => from(market => market.refresh(wish, call)),
    updates: (wish, call) => from(market => market.updates(wish, call)),
    missing: (wish, call) => from(market => market.missing(wish, call)),
    lock: (wish, call) => from(market => market.lock(wish, call)),
    snapshots: (wish, call) => from(market => market.snapshots(wish, call)),
    takeSnapshot: (wish, call) => from(market => market.takeSnapshot(wish, call)),
    restoreSnapshot: (wish, call) => from(market => market.restoreSnapshot(wish, call)),
    dropSnapshot: (wish, call) => from(market => market.dropSnapshot(wish, call)),
  }
  // What an installation left that was killed is not put off until somebody looks for plugins.
  if (isInterrupted(join(parts.paths.data, 'plugins'))) opened = open(parts)
  return {
    service,
    async [Symbol.asyncDispose]() {
      clearTimeout(first)
      clearInterval(daily)
      const market = await opened
      if (market?.ok === true) await market.value[Symbol.asyncDispose]()
    },
  }
}

async function open(parts: CreateMarketplaceParts): Promise<Result<OpenedMarketplace>> {
  const [{ openMarket }, { marketParts }, { marketplaceOf }] = await Promise.all([
    import('./market'),
    import('./market-parts'),
    import('./marketplace-service'),
  ])
  const market = openMarket(marketParts(parts.paths, parts.clock, parts.log))
  if (!market.ok) return market
  const service = marketplaceOf(market.value, parts)
  void market.value.recover()
  return ok(service)
}
