import { z } from 'zod'
import { pluginIdSchema } from '#shared/graph'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { sha256 } from '../../kit'
import { KEYWORD } from '../../plugins/packages'
import { authorization, getJson, type NpmRegistry } from './get-json'
import { parseOffer, type Offer } from './offer'
import { fetchLimited } from './fetch-limited'
import { checkedLog, type ReadSource } from './read-folder'
import { keyText, registryKeys } from './registry-keys'
import { LOG_PATH, type TransparencyLog } from './transparency-log'

const PAGE = 250
const MOST_PACKAGES = 10_000
const AT_ONCE = 8

const searchSchema = z.object({
  objects: z.array(
    z.object({
      package: z.object({
        name: z.string().max(214),
        version: z.string().max(64).catch(''),
        keywords: z.array(z.string()).optional().catch(undefined),
      }),
    }),
  ),
  total: z.number().optional(),
})

/**
 * Reads what a registry of npm’s kind has: its search by keyword, then each package. One whose version is the one that is
 * known is not asked for again.
 */
export async function readNpm(
  registry: NpmRegistry,
  known: ReadonlyMap<string, Offer>,
): Promise<Result<ReadSource>> {
  const found = await searchAll(registry)
  if (!found.ok) return found
  const keys = await registryKeys(registry)
  if (!keys.ok) return keys
  const offers: Offer[] = []
  const failures: Failure[] = []
  const waiting = [...found.value]
  const work = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [id, version] = next
      const before = known.get(id)
      if (before?.versions.some(each => each.version === version) === true) {
        offers.push(before)
        continue
      }
      const offer = await readOffer(registry, id)
      if (!offer.ok) failures.push(offer.error)
      else if (offer.value !== undefined) offers.push(offer.value)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  const [failure] = failures
  // One that vanished in between is not there; a registry that answers for none is gone.
  if (failure !== undefined && offers.length === 0) return err(failure)
  // Last: whatever was found by then is in it.
  const log = await logOf(registry, offers)
  if (!log.ok) return log
  const stamp = `npm ${sha256(JSON.stringify([...found.value].map(pair => pair.join('@')).toSorted()))}`
  return ok({
    ...{ offers, stamp, keys: keys.value.map(keyText) },
    ...(log.value !== undefined && { log: log.value }),
  })
}

const MOST_LOG = 64 * 2 ** 20

/** All that it ever handed out, where it keeps a log as `wireharp registry serve` does. */
async function logOf(
  registry: NpmRegistry,
  offers: readonly Offer[],
): Promise<Result<TransparencyLog | undefined>> {
  const text = await logOverHttp(registry)
  return text === undefined ? ok(undefined) : checkedLog(text, undefined, offers)
}

/** As it stands there, unread; nothing where there is none. */
export async function logOverHttp({
  address,
  token,
  limits,
}: NpmRegistry): Promise<string | undefined> {
  const url = `${address}${LOG_PATH}`
  const headers = authorization(token)
  const fetched = await fetchLimited({ url, limits, headers, mostBytes: MOST_LOG })
  const isThere = fetched.ok && fetched.value.status === 200 && !fetched.value.broken
  if (!isThere) return undefined
  const text = fetched.value.bytes.toString('utf8')
  // Some answer everything with a page.
  return text.startsWith('{') ? text : undefined
}

/** What it has of one plugin; undefined where it is no plugin. */
export async function readOffer(
  registry: NpmRegistry,
  id: string,
): Promise<Result<Offer | undefined>> {
  const answer = await getJson(registry, `/${id.replace('/', '%2f')}`)
  return answer.ok ? ok(parseOffer(answer.value, id)) : answer
}

/** By the keyword where the registry knows keywords; of one that does not, such as Verdaccio, all that it has is looked at. */
async function searchAll(registry: NpmRegistry): Promise<Result<ReadonlyMap<string, string>>> {
  const found = await searchFor(registry, `keywords:${KEYWORD}`)
  return found.ok && found.value.size === 0 ? searchFor(registry, '') : found
}

async function searchFor(
  registry: NpmRegistry,
  text: string,
): Promise<Result<ReadonlyMap<string, string>>> {
  const found = new Map<string, string>()
  for (let from = 0; from < MOST_PACKAGES; from += PAGE) {
    const query = `text=${encodeURIComponent(text)}&size=${PAGE}&from=${from}`
    const answer = await getJson(registry, `/-/v1/search?${query}`)
    if (!answer.ok) return answer
    const parsed = searchSchema.safeParse(answer.value)
    if (!parsed.success) {
      return err(
        fail('registry-index-damaged', `${registry.address} finds nothing that makes sense.`),
      )
    }
    const { objects } = parsed.data
    const before = found.size
    for (const { package: each } of objects) {
      const isOurs = each.keywords?.includes(KEYWORD) ?? true
      if (isOurs && pluginIdSchema.safeParse(each.name).success) found.set(each.name, each.version)
    }
    // Some registries know no pages, and begin anew.
    if (objects.length < PAGE || found.size === before) break
  }
  return ok(found)
}
