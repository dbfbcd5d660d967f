import { gt } from 'semver'
import type {
  FacetCount,
  MarketCard,
  MarketFacets,
  MarketPage,
  marketSearchSchema,
  RatingSummary,
  TrustState,
} from '#shared/contract'
import type { z } from 'zod'
import { fingerprintOf, readTrust, signedBy, trustOf } from '../../plugins/packages'
import type { MarketParts } from '../market-parts'
import type { InstalledSet, InstalledState } from './installed-set'
import { updateOf, type Listed, type MarketCatalogue } from './market-catalogue'

export type Search = z.output<typeof marketSearchSchema>

/** What is said of a plugin elsewhere. */
export type RatingOf = (id: string) => RatingSummary | undefined

export interface CardMaker {
  card(listed: Listed): MarketCard
  trust(listed: Listed): TrustState
  update(listed: Listed): string | undefined
}

/** Makes cards of what is listed, as things are installed and known now. */
export function cardMaker(
  { places, ownKeys }: MarketParts,
  catalogue: MarketCatalogue,
  installed: InstalledSet,
  rating: RatingOf = () => undefined,
): CardMaker {
  const known = readTrust(places.plugins)
  const trust = ({ id, shown, revoked }: Listed): TrustState => {
    const { publisher } = shown.card
    if (revoked !== undefined) return 'revoked'
    return trustOf(publisher, known.plugins[id] ?? installed.get(id)?.record.publisher, ownKeys)
  }
  const update = (listed: Listed): string | undefined => {
    const present = installed.get(listed.id)?.version
    const newer = present === undefined ? undefined : updateOf(present, catalogue.sound(listed))
    const isNewer = newer !== undefined && present !== undefined && gt(newer.version, present)
    return isNewer ? newer.version : undefined
  }
  const alsoSigned = (key: string, id: string) => {
    const others = signedBy(known, key).filter(other => other !== id)
    const nameOf = (other: string) => catalogue.get(other)?.shown.card.name ?? other
    return others.length > 0 && { alsoSigned: others.map(nameOf) }
  }
  return {
    trust,
    update,
    card(listed) {
      const { id, registry, registries, shown } = listed
      const { card, published } = shown
      const newer = update(listed)
      const rated = rating(id)
      const state = trust(listed)
      const present: InstalledState | undefined = installed.get(id)
      const revoked = listed.revoked ?? (present && catalogue.revocationOfInstalled(present))
      return {
        id,
        name: card.name,
        summary: shown.description,
        author: card.author,
        publisher: {
          name: card.publisher?.name ?? card.author,
          trust: state,
          ...(card.publisher && {
            fingerprint: fingerprintOf(card.publisher.key),
            ...(state === 'new' && alsoSigned(card.publisher.key, id)),
          }),
        },
        version: shown.version,
        licence: shown.licence,
        bytes: shown.bytes,
        category: card.category,
        kind: card.kind,
        kinds: card.kinds,
        permissions: card.permissions,
        registry: registry.name,
        registries,
        pinned: present?.pinned ?? false,
        hasDemo: card.demo !== undefined,
        screenshots: card.screenshots,
        ...(published !== undefined && { published }),
        ...(card.certificate && { certificate: card.certificate }),
        ...(rated && { rating: rated }),
        ...(present && { installed: present.version }),
        ...(newer !== undefined && { update: newer }),
        ...(revoked && { revoked }),
        ...(card.icon !== undefined && { icon: card.icon }),
      }
    },
  }
}

/** Each facet as a filter by itself, so that what is chosen in one still counts in the others. */
type Filters = Readonly<Record<string, (listed: Listed) => boolean>>

export function search(
  wish: Search,
  catalogue: MarketCatalogue,
  maker: CardMaker,
  installed: InstalledSet,
  rating: RatingOf = () => undefined,
): MarketPage {
  const text = wish.text.trim()
  const found =
    text === '' ? catalogue.listed : catalogue.find(text).flatMap(id => catalogue.get(id) ?? [])
  const filters = filtersOf(wish, maker, installed)
  const all = Object.entries(filters)
  const passing = (except: string) => {
    if (except !== '' && !(except in filters)) return hits
    const others = all.filter(([name]) => name !== except)
    return others.length === 0
      ? found
      : found.filter(each => others.every(([, test]) => test(each)))
  }
  const hits: readonly Listed[] = sorted(passing(''), wish, rating)
  const from = wish.page * wish.perPage
  const asOf = catalogue.asOf()
  return {
    cards: hits.slice(from, from + wish.perPage).map(each => maker.card(each)),
    total: hits.length,
    facets: facetsOf(passing, maker, installed),
    ...(asOf !== undefined && { asOf }),
  }
}

function filtersOf(wish: Search, maker: CardMaker, installed: InstalledSet): Filters {
  const { categories, kinds, licences, permissions, registries } = wish
  const one = (values: readonly string[], of: (listed: Listed) => readonly string[]) => {
    const wanted = new Set(values)
    return values.length === 0 ? undefined : (each: Listed) => of(each).some(v => wanted.has(v))
  }
  const allowed = permissions && new Set(permissions)
  const tests = {
    categories: one(categories, ({ shown }) => [shown.card.category]),
    kinds: one(kinds, each => each.kinds),
    licences: one(licences, ({ shown }) => [shown.licence]),
    registries: one(registries, each => each.registries),
    permissions:
      allowed && (({ shown }: Listed) => shown.card.permissions.every(r => allowed.has(r))),
    installed: yes(wish.installed, ({ id }) => installed.get(id) !== undefined),
    updates: yes(wish.updates, each => maker.update(each) !== undefined),
    verified: yes(wish.verified, each => isVerified(maker.trust(each))),
  }
  return Object.fromEntries(
    Object.entries(tests).flatMap(([name, test]) => (test === undefined ? [] : [[name, test]])),
  )
}

function yes(wanted: boolean | undefined, test: (listed: Listed) => boolean) {
  if (wanted === undefined) return undefined
  return (listed: Listed) => test(listed) === wanted
}

function isVerified(trust: TrustState): boolean {
  return trust === 'wireharp' || trust === 'known'
}

function facetsOf(
  passing: (except: string) => readonly Listed[],
  maker: CardMaker,
  installed: InstalledSet,
): MarketFacets {
  const count = (facet: string, of: (listed: Listed) => readonly string[]): FacetCount[] => {
    const counts = new Map<string, number>()
    for (const each of passing(facet)) {
      for (const value of of(each)) counts.set(value, (counts.get(value) ?? 0) + 1)
    }
    return [...counts]
      .map(([value, count]) => ({ value, count }))
      .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
  }
  const number = (facet: string, test: (listed: Listed) => boolean) =>
    passing(facet).reduce((sum, each) => sum + (test(each) ? 1 : 0), 0)
  return {
    categories: count('categories', ({ shown }) => [shown.card.category]),
    kinds: count('kinds', each => each.kinds),
    licences: count('licences', ({ shown }) => [shown.licence]),
    permissions: count('permissions', ({ shown }) => shown.card.permissions),
    registries: count('registries', each => each.registries),
    installed: number('installed', ({ id }) => installed.get(id) !== undefined),
    updates: number('updates', each => maker.update(each) !== undefined),
    verified: number('verified', each => isVerified(maker.trust(each))),
  }
}

function sorted(found: readonly Listed[], { sort, text }: Search, rating: RatingOf) {
  switch (sort) {
    case 'relevance':
      return found
    case 'name':
      return text.trim() === '' ? found : found.toSorted(byName)
    case 'newest':
      return found.toSorted((a, b) => (b.shown.published ?? 0) - (a.shown.published ?? 0))
    case 'rating':
      return found.toSorted((a, b) => (rating(b.id)?.mean ?? 0) - (rating(a.id)?.mean ?? 0))
    case 'size':
      return found.toSorted((a, b) => a.shown.bytes - b.shown.bytes)
  }
}

const names = new Intl.Collator('en')

function byName(a: Listed, b: Listed): number {
  return names.compare(a.shown.card.name, b.shown.card.name)
}
