import { join } from 'node:path'
import { err, fail, ok, type Result } from '#shared/kit'
import { readTrust, revokersOf } from '../../plugins/packages'
import { InstalledSet } from '../catalogue/installed-set'
import type { Listed, MarketCatalogue } from '../catalogue/market-catalogue'
import type { MarketParts } from '../market-parts'
import type { Registry } from '../registries/address'
import type { OfferedVersion } from '../registries/offer'
import { PackageCache } from '../registries/package-cache'
import { keyOf } from '../registries/registry-keys'
import { tokenOf } from '../registries/registry-list'
import { openPackage, type OpenedPackage } from './open-package'

export interface OpenHooks {
  readonly signal?: AbortSignal
  readonly onProgress?: (stage: string, part: number) => void
}

/** What every piece of work on plugins needs: what there is, what is installed, and how a package is opened. */
export interface Shop {
  readonly parts: MarketParts
  readonly catalogue: MarketCatalogue
  readonly installed: InstalledSet
  open(listed: Listed, offered: OfferedVersion, hooks?: OpenHooks): Promise<Result<OpenedPackage>>
  /** Whether what is known of a registry may still be believed, by its own words and this machine’s clock. */
  holds(registry: Registry): Result<void>
  /** Keys of a registry that may revoke what is from it. */
  revokersOf(registry: Registry): readonly string[]
}

export function openShop(parts: MarketParts, catalogue: MarketCatalogue): Shop {
  const { places, limits } = parts
  const cache = new PackageCache(join(places.cache, 'packages'), limits)
  const keysOf = ({ address }: Registry) =>
    readTrust(places.plugins).registries[address]?.keys ?? []
  return {
    parts,
    catalogue,
    installed: new InstalledSet(places.plugins),
    revokersOf: ({ address }) => revokersOf(readTrust(places.plugins), address),
    holds: registry => holds(parts, catalogue, registry),
    open(listed, offered, { signal, onProgress } = {}) {
      const token = tokenOf(places, listed.registry.name)
      return openPackage(listed, offered, {
        cache,
        keys: keysOf(listed.registry).flatMap(text => keyOf(text) ?? []),
        ...(token !== undefined && { token }),
        ...(signal && { signal }),
        ...(onProgress && { onProgress: (part: number) => onProgress('Fetching', part) }),
      })
    },
  }
}

/** A clock that was set back so far would make an index hold that does not any more. */
const BEHIND = 24 * 3_600_000

function holds(
  { places, clock }: MarketParts,
  catalogue: MarketCatalogue,
  { name, address }: Registry,
): Result<void> {
  const { expiresAt } = readTrust(places.plugins).registries[address] ?? {}
  if (expiresAt === undefined) return ok()
  const now = clock.now()
  const asOf = catalogue.answeredAt(name)
  if (asOf !== undefined && now + BEHIND < asOf) {
    const when = new Date(asOf).toISOString()
    return err(fail('clock-behind', `${name} answered on ${when}, which is yet to come here.`))
  }
  if (Date.parse(expiresAt) >= now) return ok()
  return err(fail('registry-index-expired', `What ${name} said held until ${expiresAt}.`))
}
