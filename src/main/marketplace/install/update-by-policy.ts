import { gt, prerelease } from 'semver'
import type { Failure } from '#shared/kit'
import { mayComeByItself } from '../../policy'
import type { Market } from '../market'

/** What became of a newer version that nobody asked for. */
export interface UpdateByPolicy {
  readonly id: string
  readonly from: string
  readonly to: string
  /** Held: it is not out for long enough, or the plugin is pinned. Asks: the user has to agree to something first. */
  readonly outcome: 'installed' | 'held' | 'asks' | 'failed'
  readonly why?: Failure
}

/**
 * Brings the newer versions that policy.yaml lets come by themselves: of each plugin the newest that has been out for
 * long enough. Whatever has to be agreed to, waits for the user. Knows what the registries said last; ask them first.
 */
export async function updateByPolicy(market: Market): Promise<readonly UpdateByPolicy[]> {
  const { policy } = market.shop.parts.places
  if (policy?.state.policy.updates.automatic !== true) return []
  const done: UpdateByPolicy[] = []
  for (const { id, installed: from, available, pinned } of market.updates()) {
    const to = pinned ? undefined : ripe(market, id, from)
    if (to === undefined) {
      done.push({ id, from, to: available, outcome: 'held' })
      continue
    }
    const task = await market.ended(market.install({ id, version: to, update: true }))
    const [why] = task?.failures ?? []
    const outcome =
      task?.state === 'done' ? 'installed' : why?.code === 'agreement-needed' ? 'asks' : 'failed'
    done.push({ id, from, to, outcome, ...(why !== undefined && { why }) })
  }
  return done
}

function ripe({ catalogue, shop }: Market, id: string, from: string): string | undefined {
  const { places, clock } = shop.parts
  const listed = catalogue.get(id)
  if (listed === undefined || places.policy === undefined) return undefined
  const { state } = places.policy
  const now = clock.now()
  return catalogue
    .sound(listed)
    .find(
      ({ version, published }) =>
        gt(version, from) &&
        (prerelease(version) === null || prerelease(from) !== null) &&
        mayComeByItself(state, published, now),
    )?.version
}
