import type { Offer } from '../registries/offer'

/** Of what we wrote ourselves and what was parsed before: parsing ten thousand of them again would take a second. */
export function isOffer(value: unknown): value is Offer {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    'versions' in value &&
    Array.isArray(value.versions) &&
    value.versions.length > 0
  )
}
