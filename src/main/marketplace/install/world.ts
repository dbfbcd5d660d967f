import { installedManifest, pluginGlances } from '../../plugins/packages'
import type { WantedPlugin } from './prepare'
import type { Shop } from './shop'
import type { Candidate, World } from './solve'

/** What there is to choose from. */
export function worldOf(shop: Shop, wanted: WantedPlugin): World {
  const { places } = shop.parts
  const installed = new Map<string, Candidate>()
  const beside = new Map<string, Candidate[]>()
  for (const [id, { record }] of shop.installed.all) {
    const manifest = installedManifest(places.plugins, id)
    if (manifest === undefined) continue
    const { version, dependencies } = manifest
    const candidate = { version, dependencies }
    if (record.aliasOf === undefined) installed.set(id, candidate)
    else beside.set(record.aliasOf, [...(beside.get(record.aliasOf) ?? []), candidate])
  }
  return {
    installed,
    builtIn: pluginGlances(places.builtIn),
    beside: id => beside.get(id) ?? [],
    offered(id) {
      const listed = shop.catalogue.offer(id, id === wanted.id ? wanted.registry : undefined)
      if (listed === undefined) return []
      return shop.catalogue
        .sound(listed)
        .map(({ version, card }) => ({ version, dependencies: card.dependencies }))
    },
  }
}
