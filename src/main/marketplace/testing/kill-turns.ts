import { join } from 'node:path'
import { unwrap } from '#shared/kit'
import { silentLog, systemClock } from '../../kit'
import { openMarket, type Market } from '../market'
import { fetchLimits } from '../market-parts'

/** What is there in between: `needed` and `root`, which needs it in the same major version. */
export type InstalledSet = Readonly<Record<string, string>>

export interface Turn {
  readonly name: string
  readonly from: InstalledSet
  readonly to: InstalledSet
  readonly begin: () => { readonly task: string }
}

const NEW: InstalledSet = { needed: '1.0.0', root: '1.0.0' }
const UPDATED: InstalledSet = { needed: '2.0.0', root: '2.0.0' }
/** Of the set that was kept: one in another version, and the other not at all. */
const KEPT: InstalledSet = { needed: '1.0.0' }
/** Its name. */
export const KEPT_SET = 'kept'

/** From nothing to nothing; begins where the last one left off. */
export function turns(market: Market): readonly Turn[] {
  const all: readonly Turn[] = [
    {
      name: 'install',
      from: {},
      to: NEW,
      begin: () => market.install({ id: 'root', version: '1.0.0', agreed: true }),
    },
    {
      name: 'update',
      from: NEW,
      to: UPDATED,
      begin: () => market.install({ id: 'root', update: true, agreed: true }),
    },
    {
      name: 'restore',
      from: UPDATED,
      to: KEPT,
      begin() {
        const kept = market.environments.list().find(({ name }) => name === KEPT_SET)
        return market.restore(kept?.id ?? '')
      },
    },
    {
      name: 'uninstall',
      from: KEPT,
      to: {},
      begin: () => market.uninstall('needed', {}),
    },
  ]
  const present = JSON.stringify(setOf(market))
  const at = all.findIndex(({ from }) => JSON.stringify(from) === present)
  return [...all.slice(Math.max(0, at)), ...all.slice(0, Math.max(0, at))]
}

export function setOf(market: Market): InstalledSet {
  market.shop.installed.forget()
  const found = [...market.shop.installed.all.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return Object.fromEntries(found.map(({ id, version }) => [id, version] as const))
}

export function marketAt(home: string): Market {
  const places = {
    plugins: join(home, 'data/plugins'),
    builtIn: join(home, 'built-in'),
    data: join(home, 'data'),
    cache: join(home, 'cache'),
    catalogue: join(home, 'catalogue'),
  }
  const parts = { places, clock: systemClock, log: silentLog, limits: fetchLimits, ownKeys: [] }
  return unwrap(openMarket(parts))
}
