import { implement } from '@orpc/server'
import { contract, type MarketFacets } from '#shared/contract'

const facets: MarketFacets = {
  categories: [],
  kinds: [],
  licences: [],
  permissions: [],
  registries: [],
  installed: 0,
  updates: 0,
  verified: 0,
}

/** A marketplace with nothing in it. */
export function fakeMarket() {
  const shell = implement(contract).marketplace
  const nothing = () => {
    throw new Error('There is no such package.')
  }
  const task = () => ({ task: 't' })
  return {
    search: shell.search.handler(() => ({ cards: [], total: 0, facets })),
    details: shell.details.handler(nothing),
    asset: shell.asset.handler(nothing),
    preview: shell.preview.handler(nothing),
    plan: shell.plan.handler(nothing),
    install: shell.install.handler(task),
    update: shell.update.handler(task),
    pin: shell.pin.handler(() => {}),
    rollBack: shell.rollBack.handler(task),
    uninstall: shell.uninstall.handler(task),
    cancel: shell.cancel.handler(() => {}),
    watch: shell.watch.handler(async function* watch() {
      yield { kind: 'state', tasks: [], registries: [] }
    }),
    registries: shell.registries.handler(() => []),
    addRegistry: shell.addRegistry.handler(nothing),
    removeRegistry: shell.removeRegistry.handler(() => {}),
    refresh: shell.refresh.handler(() => []),
    updates: shell.updates.handler(() => []),
    missing: shell.missing.handler(() => []),
    lock: shell.lock.handler(() => []),
    snapshots: shell.snapshots.handler(() => []),
    takeSnapshot: shell.takeSnapshot.handler(nothing),
    restoreSnapshot: shell.restoreSnapshot.handler(task),
    dropSnapshot: shell.dropSnapshot.handler(() => {}),
  }
}
