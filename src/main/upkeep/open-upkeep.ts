import { join } from 'node:path'
import type { Grant } from '#shared/contract'
import { ok, type Result } from '#shared/kit'
import { GrantBook } from '../grants'
import { silentLog, systemClock, type AppPaths, type Clock } from '../kit'
import { marketParts, openMarket, type Market } from '../marketplace/open-market'
import { PluginUse, type PluginManager } from '../plugins'
import { auditPlugin, type PluginAudit } from './audit-plugin'
import { findLeftovers, removeLeftovers, type Leftover } from './leftovers'

export interface UpkeepParts {
  readonly paths: AppPaths
  readonly plugins: PluginManager
  readonly clock?: Clock
}

export interface AuditWish {
  /** Only this one. */
  readonly id?: string
  /** More days without use are worth a word. */
  readonly unusedDays: number
}

/** What keeps an installation in order: looking at all plugins, and taking away what is left of those that are gone. */
export interface Upkeep extends AsyncDisposable {
  audit(wish: AuditWish): Promise<readonly PluginAudit[]>
  leftovers(): Promise<readonly Leftover[]>
  remove(leftovers: readonly Leftover[]): Promise<void>
}

/** Opened for one piece of work; asks no registry. */
export async function openUpkeep({
  paths,
  plugins,
  clock = systemClock,
}: UpkeepParts): Promise<Result<Upkeep>> {
  const opened: Result<Market> = openMarket(marketParts(paths, clock, silentLog))
  if (!opened.ok) return opened
  const market = opened.value
  const book = await GrantBook.open(join(paths.data, 'grants.json'), silentLog)
  return ok({
    async audit({ id, unusedDays }) {
      const use = new PluginUse(paths.data, clock)
      const users = plugins
        .list()
        .filter(plugin => plugin.origin === 'user' && (id === undefined || plugin.id === id))
      const grants: readonly Grant[] = book.grants
      const folder = join(paths.data, 'plugins')
      const audits: PluginAudit[] = []
      // One after another: each reads a whole package.
      for (const info of users) {
        const parts = { plugins, market, grants, use, folder, unusedDays, data: paths.data }
        audits.push(await auditPlugin(info, { ...parts, now: clock.now() }))
      }
      return audits
    },
    leftovers: () =>
      findLeftovers({
        ...{ paths, market, grants: book },
        present: new Set(plugins.list().map(({ id }) => id)),
      }),
    remove: leftovers => removeLeftovers(leftovers, book),
    [Symbol.asyncDispose]: () => market[Symbol.asyncDispose](),
  })
}
