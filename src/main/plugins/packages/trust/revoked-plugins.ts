import { existsSync } from 'node:fs'
import type { Failure } from '#shared/kit'
import type { FoundPlugin } from '../../load-plugins'
import { readTrust, revokersOf } from './known-publishers'
import { ownKeys } from './own-keys'
import { keptRevocations, revokedBy } from './revocations'

/**
 * What tells of an installed plugin whether it was revoked, by the lists that are kept here: no network is needed. The
 * project may revoke everything, a registry what came from it.
 */
export function revocationsFor(plugins: string): (plugin: FoundPlugin) => Failure | undefined {
  if (!existsSync(plugins)) return () => undefined
  const trust = readTrust(plugins)
  const own = keptRevocations(plugins, ownKeys())
  const bySource = new Map(
    Object.keys(trust.registries).map(address => [
      address,
      [...own, ...keptRevocations(plugins, revokersOf(trust, address))],
    ]),
  )
  return ({ manifest, installed }) => {
    if (installed === undefined) return undefined
    const { registry = '', publisher, aliasOf, files } = installed
    const plugin = {
      id: aliasOf ?? manifest.id,
      name: manifest.name,
      version: manifest.version,
      files: Object.values(files),
      ...(publisher && { key: publisher.key }),
    }
    return revokedBy(plugin, bySource.get(registry) ?? own)
  }
}
