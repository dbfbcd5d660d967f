import { err, fail, ok } from '#shared/kit'
import type { Services } from '../services'

const none = () => err(fail('package-not-found', 'There is no such package.'))
const task = () => ok({ task: 't' })
const facets = {
  ...{ categories: [], kinds: [], licences: [], permissions: [], registries: [] },
  ...{ installed: 0, updates: 0, verified: 0 },
}

/** A marketplace with nothing in it. */
export const fakeMarket: Services['marketplace'] = {
  search: () => ok({ cards: [], total: 0, facets }),
  details: none,
  asset: none,
  preview: none,
  plan: none,
  install: task,
  update: task,
  pin: () => ok(),
  rollBack: task,
  uninstall: task,
  publishing: none,
  publish: task,
  cancel: () => ok(),
  async *watch() {
    yield { kind: 'state', tasks: [], registries: [] }
  },
  registries: () => ok([]),
  addRegistry: none,
  setRegistryToken: none,
  removeRegistry: () => ok(),
  refresh: () => ok([]),
  updates: () => ok([]),
  missing: () => ok([]),
  lock: () => ok([]),
  snapshots: () => ok([]),
  takeSnapshot: none,
  restoreSnapshot: task,
  dropSnapshot: () => ok(),
}
