import { join } from 'node:path'
import type { Result } from '#shared/kit'
import { readTrust } from '../../plugins/packages'
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
  /** Keys of a registry that may revoke what is from it. */
  keysOf(registry: Registry): readonly string[]
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
    keysOf,
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
