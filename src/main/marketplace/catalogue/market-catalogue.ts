import { prerelease } from 'semver'
import type { RegistryInfo } from '#shared/contract'
import { Emitter, err, fail, ok, type Failure, type Result } from '#shared/kit'
import {
  keptRevocations,
  readTrust,
  revokedBy,
  revokersOf,
  type Revocations,
} from '../../plugins/packages'
import type { Catalogue } from '../../store'
import type { MarketParts } from '../market-parts'
import type { Registry } from '../registries/address'
import { newest, type Offer, type OfferedVersion } from '../registries/offer'
import { registriesOf, withToken } from '../registries/registry-list'
import type { InstalledState } from './installed-set'
import { isOffer } from './is-offer'
import { refreshRegistry } from './refresh-registry'

/** A plugin of the catalogue: what the first registry that has it offers, and which others have it too. */
export interface Listed {
  readonly id: string
  readonly registry: Registry
  readonly registries: readonly string[]
  readonly offer: Offer
  /** The one that is shown, and installed if no other is named. */
  readonly shown: OfferedVersion
  /** All kinds of it, each once. */
  readonly kinds: readonly string[]
  /** Why the version that is shown may not be installed. */
  readonly revoked?: Failure
}

/** What all registries have, out of the store, and their states. */
export class MarketCatalogue implements Disposable {
  readonly changes = new Emitter<'registries' | 'catalogue'>()
  /** What may run is another than before. */
  readonly revoked = new Emitter<void>()
  readonly #parts: MarketParts
  readonly #store: Catalogue
  readonly #states = new Map<string, { state: RegistryInfo['state']; failure?: Failure }>()
  #listed: readonly Listed[] | undefined
  #counts:
    | { readonly of: readonly Listed[]; readonly counts: ReadonlyMap<string, number> }
    | undefined
  #byId: ReadonlyMap<string, Listed> = new Map()
  /** By the address of the registry: read once for all that is listed. */
  readonly #revocations = new Map<string, readonly Revocations[]>()
  #revision = 0

  constructor(parts: MarketParts, store: Catalogue) {
    this.#parts = parts
    this.#store = store
  }

  get revision(): number {
    return this.#revision
  }

  get registries(): readonly Registry[] {
    return registriesOf(this.#parts.places)
  }

  /** By name of what people read. */
  get listed(): readonly Listed[] {
    this.#listed ??= this.#list()
    return this.#listed
  }

  get(id: string): Listed | undefined {
    return this.listed.length === 0 ? undefined : this.#byId.get(id)
  }

  /** What a registry has of a plugin; the first that has it where none is named. */
  offer(id: string, registry?: string): Listed | undefined {
    const found = this.get(id)
    if (registry === undefined || found?.registry.name === registry) return found
    const named = this.registries.find(({ name }) => name === registry)
    const rows = this.#store.get(id)
    const row = rows.ok ? rows.value.find(each => each.registry === registry) : undefined
    const offer: unknown = row === undefined ? undefined : JSON.parse(row.document)
    if (named === undefined || !isOffer(offer)) return undefined
    return this.#asListed(offer, [named])
  }

  /** Ids of what a text finds, the best first. */
  find(text: string): readonly string[] {
    const found = this.#store.find(text)
    if (!found.ok) {
      this.#parts.log.warn({ failure: found.error }, 'the catalogue cannot be searched')
    }
    return found.ok ? found.value : []
  }

  infos(): readonly RegistryInfo[] {
    const sources = this.#store.sources()
    const counts = this.#countByRegistry()
    const { registries } = readTrust(this.#parts.places.plugins)
    const tokens = withToken(this.#parts.places)
    return this.registries.map(({ name, address, kind }) => {
      const source = sources.ok ? sources.value.find(each => each.registry === name) : undefined
      const known = this.#states.get(name)
      return {
        name,
        address: kind === 'built-in' ? 'resources' : address,
        kind,
        removable: kind !== 'built-in',
        state: known?.state ?? (source === undefined ? 'new' : 'fresh'),
        packages: counts.get(name) ?? 0,
        signs: kind === 'built-in' || (registries[address]?.keys.length ?? 0) > 0,
        hasToken: tokens.has(name),
        ...(known?.failure && { failure: known.failure }),
        ...(source && { asOf: source.asOf }),
      }
    })
  }

  /** When a registry answered last: milliseconds since 1970. */
  answeredAt(registry: string): number | undefined {
    const sources = this.#store.sources()
    return sources.ok ? sources.value.find(each => each.registry === registry)?.asOf : undefined
  }

  /** When the oldest of the registries that have something answered last. */
  asOf(): number | undefined {
    const counts = this.#countByRegistry()
    const sources = this.#store.sources()
    const times = (sources.ok ? sources.value : []).flatMap(({ registry, asOf }) =>
      counts.has(registry) ? [asOf] : [],
    )
    return times.length === 0 ? undefined : Math.min(...times)
  }

  #countByRegistry(): ReadonlyMap<string, number> {
    if (this.#counts?.of !== this.listed) {
      const counts = new Map<string, number>()
      for (const { registry } of this.listed) {
        counts.set(registry.name, (counts.get(registry.name) ?? 0) + 1)
      }
      this.#counts = { of: this.listed, counts }
    }
    return this.#counts.counts
  }

  /** Asks one registry, or all; answers the first failure, and what was known stays. */
  async refresh(name?: string, signal?: AbortSignal): Promise<Result<void>> {
    const asked = this.registries.filter(each => name === undefined || each.name === name)
    if (asked.length === 0) return err(fail('registry-unknown', `There is no “${name}”.`))
    const done = await Promise.all(asked.map(registry => this.#refreshOne(registry, signal)))
    const failed = done.find(result => !result.ok)
    return failed ?? ok()
  }

  /** Something was added or taken away. */
  registryGone(name: string): void {
    this.#states.delete(name)
    this.#store.forget(name)
    this.renew()
  }

  renew(): void {
    this.#listed = undefined
    this.#revocations.clear()
    this.#revision++
    this.changes.emit('catalogue')
  }

  [Symbol.dispose](): void {
    this.changes[Symbol.dispose]()
    this.revoked[Symbol.dispose]()
    this.#store[Symbol.dispose]()
  }

  async #refreshOne(registry: Registry, signal?: AbortSignal): Promise<Result<void>> {
    const { name } = registry
    this.#states.set(name, { state: 'refreshing' })
    this.changes.emit('registries')
    const done = await refreshRegistry(this.#parts, this.#store, registry, {
      signal,
      onRevoked: () => this.revoked.emit(),
    })
    if (done.ok) this.#states.set(name, { state: 'fresh' })
    else this.#states.set(name, { state: stateAfter(done.error), failure: done.error })
    this.renew()
    this.changes.emit('registries')
    return done
  }

  #list(): readonly Listed[] {
    const rows = this.#store.all()
    const { registries } = this
    const order = new Map(registries.map(({ name }, at) => [name, at]))
    const offers = (rows.ok ? rows.value : []).flatMap(({ registry, document }) => {
      const offer: unknown = JSON.parse(document)
      const named = registries[order.get(registry) ?? -1]
      return named !== undefined && isOffer(offer) ? [{ named, offer }] : []
    })
    const listed = [...Map.groupBy(offers, ({ offer }) => offer.id).values()].flatMap(all => {
      const ordered = all.toSorted(
        (a, b) => (order.get(a.named.name) ?? 0) - (order.get(b.named.name) ?? 0),
      )
      const [first] = ordered
      if (first === undefined) return []
      return (
        this.#asListed(
          first.offer,
          ordered.map(({ named }) => named),
        ) ?? []
      )
    })
    this.#byId = new Map(listed.map(each => [each.id, each]))
    const names = new Intl.Collator('en')
    return listed.toSorted((a, b) => names.compare(a.shown.card.name, b.shown.card.name))
  }

  #asListed(offer: Offer, registries: readonly Registry[]): Listed | undefined {
    const [registry] = registries
    if (registry === undefined) return undefined
    const versions = this.sound({ offer, registry })
    const shown = newest(versions) ?? newest(offer.versions)
    if (shown === undefined) return undefined
    const kinds = [...new Set([shown.card.kind, ...shown.card.kinds])]
    const names = registries.map(({ name }) => name)
    const listed = { id: offer.id, registry, registries: names, offer, shown, kinds }
    const revoked = versions.length === 0 && this.revocationOf(listed, shown)
    return revoked ? { ...listed, revoked } : listed
  }

  /** The versions that were not revoked. */
  sound(listed: Pick<Listed, 'offer' | 'registry'>): readonly OfferedVersion[] {
    const { versions } = listed.offer
    if (this.#revocationsOf(listed.registry).length === 0) return versions
    return versions.filter(version => this.revocationOf(listed, version) === undefined)
  }

  /** Why a version was revoked, by the project or by the registry that it is from; its files count where they are known. */
  revocationOf(
    { offer, registry }: Pick<Listed, 'offer' | 'registry'>,
    { version, card }: OfferedVersion,
    files: readonly string[] = [],
  ): Failure | undefined {
    const key = card.publisher?.key
    const revocable = { id: offer.id, name: card.name, version, files, ...(key && { key }) }
    return revokedBy(revocable, this.#revocationsOf(registry))
  }

  /** Why a version that is installed may not run any more, by where it came from. */
  revocationOfInstalled({ id, version, record }: InstalledState): Failure | undefined {
    const { registry = '', publisher, aliasOf, files } = record
    const real = aliasOf ?? id
    const name = this.get(real)?.shown.card.name ?? real
    const revocable = { id: real, name, version, files: Object.values(files) }
    return revokedBy(
      { ...revocable, ...(publisher && { key: publisher.key }) },
      this.#revocationsOf({ address: registry }),
    )
  }

  #revocationsOf({ address }: Pick<Registry, 'address'>): readonly Revocations[] {
    const known = this.#revocations.get(address)
    if (known !== undefined) return known
    const { places, ownKeys } = this.#parts
    const keys = [...ownKeys, ...revokersOf(readTrust(places.plugins), address)]
    const lists = keptRevocations(places.plugins, keys)
    this.#revocations.set(address, lists)
    return lists
  }
}

/** The version that an update would bring: newer, and no trial unless one is installed already. */
export function updateOf(installed: string, versions: readonly OfferedVersion[]) {
  const wantsTrials = prerelease(installed) !== null
  return versions.find(({ version }) => wantsTrials || prerelease(version) === null)
}

function stateAfter({ code }: Failure): RegistryInfo['state'] {
  return code === 'registry-unreachable' || code === 'package-too-slow' ? 'offline' : 'refused'
}
