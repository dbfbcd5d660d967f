import { join } from 'node:path'
import type { AiServiceInfo, Capability, ServiceOf, ServicesContract } from '#shared/contract'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import type { Jobs } from '../jobs'
import { serially, type AppPaths, type Clock, type Log } from '../kit'
import { httpService } from './calling/http-service'
import { serviceKind } from './calling/service-kind'
import type { AiService, ServiceHealth, ServiceManifest } from './service'
import { serviceAddress } from './service-address'
import { loadServices, saveServices, type ServiceEntry } from './services-file'

const HEALTH_MS = 5000
/** So many checks in a row have to fail before it counts as offline. */
const MISSES = 3
const MOST = 50

export interface AiServicesParts {
  readonly jobs: Pick<Jobs, 'register'>
  readonly paths: Pick<AppPaths, 'config' | 'data'>
  readonly clock: Clock
  readonly log: Log
  readonly healthMs?: number
  /** How often a service that works for a job is asked how far it is, in milliseconds. */
  readonly askMs?: number
}

export interface AiServices extends Disposable {
  readonly service: ServiceOf<ServicesContract>
  /** What they can do, for `system.capabilities`. */
  readonly capabilities: () => readonly Capability[]
  /** Asks every service now how it fares. */
  readonly check: () => Promise<void>
}

interface Known {
  readonly entry: ServiceEntry
  readonly origin: 'config' | 'registered'
  readonly service: AiService
  manifest?: ServiceManifest
  health?: ServiceHealth
  misses: number
  isOnline: boolean
  failure?: Failure | undefined
  seenAt?: number
  kind?: Disposable
}

/** The services that do work for us: those of the config, and those that registered themselves. */
export async function createAiServices(parts: AiServicesParts): Promise<AiServices> {
  const { jobs, paths, clock, log, healthMs = HEALTH_MS, askMs } = parts
  const file = join(paths.config, 'services.json')
  const inTurn = serially()
  const known = new Map<string, Known>()
  for (const entry of await loadServices(file)) {
    const url = serviceAddress(entry.url)
    if (url.ok) known.set(url.value, newcomer({ ...entry, url: url.value }, 'config'))
    else log.warn({ url: entry.url }, 'a service of the config has no good address')
  }

  /** Who it is, once; its work becomes a kind of job then. */
  async function meet(one: Known): Promise<Result<ServiceManifest>> {
    const said = await one.service.manifest()
    if (!said.ok) return said
    const { id } = said.value
    const twin = [...known.values()].find(other => other !== one && other.manifest?.id === id)
    if (twin !== undefined) {
      return err(fail('service-exists', `“${id}” is served by ${twin.entry.url} already.`))
    }
    one.manifest = said.value
    one.kind?.[Symbol.dispose]()
    one.kind = jobs.register(
      serviceKind({
        ...{ manifest: said.value, service: one.service, media: join(paths.data, 'media') },
        ...(askMs !== undefined && { askMs }),
      }),
    )
    return said
  }

  async function checkOne(one: Known): Promise<void> {
    const health = await one.service.health()
    const isBack = health.ok && !one.isOnline
    // Who comes back may be another version.
    const met = isBack || (health.ok && one.manifest === undefined) ? await meet(one) : ok()
    if (health.ok && met.ok) {
      if (isBack) log.info({ url: one.entry.url }, 'a service is online')
      one.health = health.value
      one.misses = 0
      one.isOnline = true
      one.failure = undefined
      one.seenAt = clock.now()
      return
    }
    one.misses++
    one.failure = health.ok ? (met.ok ? undefined : met.error) : health.error
    if (one.misses < MISSES || !one.isOnline) return
    one.isOnline = false
    log.warn({ url: one.entry.url }, 'a service is offline')
  }

  let checking: Promise<void> | undefined
  const check = (): Promise<void> =>
    (checking ??= Promise.all([...known.values()].map(checkOne))
      .then(() => undefined)
      .finally(() => (checking = undefined)))

  async function register(
    { url: given, token }: { readonly url: string; readonly token?: string | undefined },
    origin: Known['origin'],
  ): Promise<Result<AiServiceInfo>> {
    const url = serviceAddress(given)
    if (!url.ok) return url
    const before = known.get(url.value)
    if (before === undefined && known.size >= MOST) {
      return err(fail('service-exists', `There are ${MOST} services already.`))
    }
    const entry = { url: url.value, ...(token !== undefined && { token }) }
    const one = newcomer(entry, before?.origin === 'config' ? 'config' : origin)
    // Its kind of job goes before the new one of the same name comes.
    known.delete(url.value)
    before?.kind?.[Symbol.dispose]()
    const met = await meet(one)
    if (!met.ok) {
      if (before !== undefined) known.set(url.value, before)
      if (before?.manifest !== undefined) await meet(before)
      return met
    }
    known.set(url.value, one)
    one.isOnline = true
    await checkOne(one)
    const kept = one.origin === 'config' ? await keep() : ok()
    return kept.ok ? ok(infoOf(one)) : kept
  }

  const keep = (): Promise<Result<void>> => {
    const all = [...known.values()].filter(({ origin }) => origin === 'config')
    return saveServices(
      file,
      all.map(({ entry }) => entry),
    )
  }

  const service: ServiceOf<ServicesContract> = {
    list: () => ok([...known.values()].map(infoOf)),
    register: wanted => inTurn(() => register(wanted, 'registered')),
    add: wanted => inTurn(() => register(wanted, 'config')),
    remove: ({ url }) =>
      inTurn(async () => {
        const one = known.get(url)
        if (one === undefined) return err(fail('service-unknown', `There is no service at ${url}.`))
        one.kind?.[Symbol.dispose]()
        known.delete(url)
        return one.origin === 'config' ? keep() : ok()
      }),
    async check() {
      await check()
      return ok([...known.values()].map(infoOf))
    },
  }

  const timer = setInterval(() => {
    check().catch((error: unknown) => log.error({ err: error }, 'looking after services failed'))
  }, healthMs)
  timer.unref()
  void check()
  return {
    service,
    check,
    capabilities: () =>
      [...known.values()].flatMap(({ manifest, isOnline }) =>
        manifest === undefined
          ? []
          : [
              {
                ...{
                  kind: manifest.capability,
                  name: manifest.id,
                  plugin: `service/${manifest.id}`,
                },
                available: isOnline,
                ...(!isOnline && { reason: 'The service is offline.' }),
              },
            ],
      ),
    [Symbol.dispose]() {
      clearInterval(timer)
      for (const { kind } of known.values()) kind?.[Symbol.dispose]()
    },
  }
}

function newcomer(entry: ServiceEntry, origin: Known['origin']): Known {
  return { entry, origin, service: httpService(entry), misses: 0, isOnline: false }
}

/** Never the token. */
function infoOf({
  entry,
  origin,
  manifest,
  health,
  isOnline,
  failure,
  seenAt,
}: Known): AiServiceInfo {
  return {
    url: entry.url,
    origin,
    state: isOnline ? 'online' : 'offline',
    ...(manifest !== undefined && {
      id: manifest.id,
      name: manifest.name,
      version: manifest.version,
      capability: manifest.capability,
      models: manifest.models,
      ...(manifest.licence !== undefined && { licence: manifest.licence }),
    }),
    ...(isOnline && health?.memory !== undefined && { memory: health.memory }),
    ...(isOnline && health?.activeJobs !== undefined && { activeJobs: health.activeJobs }),
    ...(isOnline && health?.device !== undefined && { device: health.device }),
    ...(failure !== undefined && { failure }),
    ...(seenAt !== undefined && { seenAt }),
  }
}
