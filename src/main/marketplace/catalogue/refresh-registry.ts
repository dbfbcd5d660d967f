import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { err, fail, ok, type Result } from '#shared/kit'
import {
  keepRevocations,
  keptRevocations,
  noteRegistry,
  readTrust,
  revokersOf,
  type Revocations,
} from '../../plugins/packages'
import type { Catalogue, CatalogueEntry } from '../../store'
import type { MarketParts } from '../market-parts'
import type { Registry } from '../registries/address'
import { fetchLimited } from '../registries/fetch-limited'
import { authorization } from '../registries/get-json'
import { newest, type Offer } from '../registries/offer'
import { readFolder, type ReadSource } from '../registries/read-folder'
import { readNpm } from '../registries/read-npm'
import { tokenOf } from '../registries/registry-list'
import { isOffer } from './is-offer'

/** No registry changes so often between two looks; one that leaps would keep every later index out. */
const MOST_LEAP = 1_000_000

export interface RefreshHooks {
  readonly signal?: AbortSignal | undefined
  /** Other plugins may not run any more than before. */
  readonly onRevoked?: () => void
}

/** Beside a registry’s index. */
export const REVOCATIONS = 'revocations.json'
/** Of a registry of npm’s kind. */
export const REVOCATIONS_PATH = `/-/wireharp/${REVOCATIONS}`

/**
 * Asks a registry what it has, and keeps that. What was known stays where it does not answer, answers with something
 * older than before, or is signed by another key than the one that it was known by.
 */
export async function refreshRegistry(
  parts: MarketParts,
  store: Catalogue,
  registry: Registry,
  { signal, onRevoked }: RefreshHooks = {},
): Promise<Result<void>> {
  const sources = store.sources()
  if (!sources.ok) return sources
  const known = sources.value.find(source => source.registry === registry.name)
  const read = await readSource(parts, store, registry, known?.stamp, signal)
  if (!read.ok) return read
  const asOf = parts.clock.now()
  const source = read.value
  const before = revocationsIn(parts, registry)
  const trusted = source === undefined ? ok() : await checkKeys(parts, registry, source)
  // Whatever became of its index: what the keys revoke that it is known by counts.
  if (await takeRevocations(parts, registry, before)) onRevoked?.()
  if (!trusted.ok || source === undefined) return trusted
  return store.replace(
    { registry: registry.name, asOf, stamp: source.stamp },
    source.offers.map(offer => entryOf(registry.name, offer)),
  )
}

function readSource(
  { places, limits, clock }: MarketParts,
  store: Catalogue,
  registry: Registry,
  stamp: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Result<ReadSource | undefined>> {
  if (registry.kind !== 'npm') return readFolder(registry.address, stamp, clock.now())
  const token = tokenOf(places, registry.name)
  const wish = {
    address: registry.address,
    limits,
    ...(token !== undefined && { token }),
    ...(signal && { signal }),
  }
  return readNpm(wish, offersOf(store, registry.name))
}

function offersOf(store: Catalogue, registry: string): ReadonlyMap<string, Offer> {
  const all = store.all()
  const own = all.ok ? all.value.filter(each => each.registry === registry) : []
  return new Map(
    own.flatMap(({ id, document }) => {
      const offer: unknown = JSON.parse(document)
      return isOffer(offer) ? [[id, offer] as const] : []
    }),
  )
}

/** What may not run any more of what is from it, as it is known here. */
function revocationsIn(parts: MarketParts, registry: Registry): readonly Revocations[] {
  return keptRevocations(parts.places.plugins, revokers(parts, registry))
}

function revokers({ places, ownKeys }: MarketParts, { address }: Registry): readonly string[] {
  return [...ownKeys, ...revokersOf(readTrust(places.plugins), address)]
}

/** The registry’s list of what may not run any more. One that is not there, or not signed as it must be, changes nothing. Whether it is a new one. */
async function takeRevocations(
  parts: MarketParts,
  registry: Registry,
  before: readonly Revocations[],
): Promise<boolean> {
  const { places, log } = parts
  const { name } = registry
  const text = await revocationsText(parts, registry)
  if (text === undefined) return false
  const kept = await keepRevocations(places.plugins, text, revokers(parts, registry))
  if (kept.ok) return !before.some(list => list.signature === kept.value.signature)
  log.warn({ registry: name, failure: kept.error }, 'revocations were not taken')
  return false
}

async function revocationsText(
  { places, limits }: MarketParts,
  { address, kind, name }: Registry,
): Promise<string | undefined> {
  if (kind !== 'npm') {
    return readFile(join(address, REVOCATIONS), 'utf8').catch(() => undefined)
  }
  const url = address + REVOCATIONS_PATH
  const headers = authorization(tokenOf(places, name))
  const fetched = await fetchLimited({ url, limits, headers, mostBytes: 1024 * 1024 })
  const isThere = fetched.ok && fetched.value.status === 200 && !fetched.value.broken
  return isThere ? fetched.value.bytes.toString('utf8') : undefined
}

/** The keys of a registry are those that it had at first, or some of them; its index never goes back. */
async function checkKeys(
  { places }: MarketParts,
  { address, kind }: Registry,
  { keys, sequence = 0, expiresAt, log }: ReadSource,
): Promise<Result<void>> {
  // What comes with the app is as good as the app.
  if (kind === 'built-in') return ok()
  const known = readTrust(places.plugins).registries[address]
  if (known !== undefined && known.keys.length > 0) {
    if (!keys.some(key => known.keys.includes(key))) {
      const what = keys.length === 0 ? 'is not signed any more' : 'is signed by another key'
      return err(fail('registry-key-changed', `What ${address} has ${what}.`))
    }
    if (sequence < known.sequence) {
      return err(fail('registry-index-older', `${address} shows an index of before.`))
    }
  }
  const isOther = known?.log?.key !== undefined && known.log.key !== log?.key
  if (known?.log !== undefined && (isOther || log?.extends(known.log) !== true)) {
    const what = log === undefined ? 'keeps no log any more' : 'has another log than before'
    return err(fail('registry-log-broken', `${address} ${what}.`))
  }
  if (sequence - (known?.sequence ?? 0) > MOST_LEAP) {
    const detail = `${address} says that its index is number ${sequence}.`
    return err(fail('registry-index-implausible', detail))
  }
  const isSame =
    known?.sequence === sequence &&
    known.expiresAt === expiresAt &&
    known.log?.head === log?.head.head &&
    known.keys.join() === keys.join()
  if (isSame || (known === undefined && keys.length === 0 && log === undefined)) return ok()
  return noteRegistry(places.plugins, address, {
    keys: [...keys],
    sequence,
    ...(expiresAt !== undefined && { expiresAt }),
    ...(known?.revokers && { revokers: known.revokers }),
    ...(log !== undefined && { log: { ...log.head, key: log.key } }),
  })
}

function entryOf(registry: string, offer: Offer): CatalogueEntry {
  const shown = newest(offer.versions)
  const card = shown?.card
  return {
    registry,
    id: offer.id,
    name: card?.name ?? offer.id,
    summary: shown?.description ?? '',
    author: card?.author ?? '',
    category: card?.category ?? '',
    words: [
      card?.kind,
      ...(card?.kinds ?? []),
      ...(card?.nodes.map(({ label }) => label) ?? []),
    ].join(' '),
    document: JSON.stringify(offer),
  }
}
