import { join } from 'node:path'
import type { AiServiceInfo, Capability, ServiceOf, ServicesContract } from '#shared/contract'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import type { Jobs } from '../jobs'
import { serially, type AppPaths, type Clock, type Log } from '../kit'
import { httpService } from './calling/http-service'
import { serviceKind } from './calling/service-kind'
import type { AiService, ServiceHealth, ServiceManifest } from './service'
import { serviceAddress } from './service-address'
import { loadServices, saveServices, type ServiceChoice, type ServiceEntry } from './services-file'
import {
  startOwnService,
  type StartedProcess,
  type StartService,
} from './started/start-own-service'

const HEALTH_MS = 5000
/** So many checks in a row have to fail before it counts as offline. */
const MISSES = 3
const MOST = 50
/** How often one that was started here is started anew, before it stays offline. */
const MOST_RESTARTS = 5
/** Lines of a service that are kept. */
const LINES = 500

export interface AiServicesParts {
  readonly jobs: Pick<Jobs, 'register'>
  readonly paths: Pick<AppPaths, 'config' | 'data'>
  readonly clock: Clock
  readonly log: Log
  readonly healthMs?: number
  /** How often a service that works for a job is asked how far it is, in milliseconds. */
  readonly askMs?: number
  readonly start?: StartService
}

export interface AiServices extends AsyncDisposable {
  readonly service: ServiceOf<ServicesContract>
  /** What they can do, for `system.capabilities`. */
  readonly capabilities: () => readonly Capability[]
  /** The service that does the work of a capability in place of this machine, where one was chosen; its kind of job is `service/<id>`. */
  readonly chosen: (
    capability: string,
  ) => { readonly id: string; readonly isOnline: boolean } | undefined
  /** Asks every service now how it fares. */
  readonly check: () => Promise<void>
}

interface Known {
  entry: ServiceEntry
  readonly origin: AiServiceInfo['origin']
  readonly service: AiService
  readonly lines: string[]
  manifest?: ServiceManifest
  health?: ServiceHealth
  misses: number
  isOnline: boolean
  failure?: Failure | undefined
  seenAt?: number
  kind?: Disposable
  /** The provider that it serves, where it was started here. */
  readonly provider?: string
  process?: StartedProcess
  restarts?: number
}

/** The services that do work for us: those of the config, and those that registered themselves. */
export async function createAiServices(parts: AiServicesParts): Promise<AiServices> {
  const { jobs, paths, clock, log, healthMs = HEALTH_MS, askMs, start = startOwnService } = parts
  const file = join(paths.config, 'services.json')
  const inTurn = serially()
  const known = new Map<string, Known>()
  const before = await loadServices(file)
  const chosen = new Map(Object.entries(before.chosen))
  for (const entry of before.services) {
    const url = serviceAddress(entry.url)
    if (url.ok) known.set(url.value, newcomer({ ...entry, url: url.value }, 'config'))
    else log.warn({ url: entry.url }, 'a service of the config has no good address')
  }

  /** Where the user said that a service of this id is, if they did; empty where it is not known where. */
  function placeOf(id: string): string | undefined {
    const choices = [...chosen.values()].filter(each => each.id === id)
    const added = [...known.values()].find(each => each.origin === 'config' && each.entry.id === id)
    const [chosenAt] = choices.map(({ url = '' }) => url)
    return added?.entry.url ?? chosenAt
  }

  /** From now on the service of this id is there. */
  function settle(id: string, url: string): void {
    for (const [capability, choice] of chosen) {
      if (choice.id === id) chosen.set(capability, { id, url })
    }
    for (const one of known.values()) {
      if (one.entry.id === id && one.entry.url !== url) one.entry = { ...one.entry, id: undefined }
    }
  }

  /**
   * Who it is, once; its work becomes a kind of job then. What the user chose or added is replaced only where the user
   * says so, however long it cannot be reached.
   */
  async function meet(one: Known, byUser = false): Promise<Result<ServiceManifest>> {
    const said = await one.service.manifest()
    if (!said.ok) return said
    const { id } = said.value
    const twin = [...known.values()].find(other => other !== one && other.manifest?.id === id)
    if (twin !== undefined) {
      return err(fail('service-exists', `“${id}” is served by ${twin.entry.url} already.`))
    }
    const { url } = one.entry
    const place = placeOf(id)
    if (place !== undefined && place !== url) {
      if (!byUser) return err(fail('service-taken', takenBy(id, place)))
      settle(id, url)
    }
    one.entry = { ...one.entry, id }
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
    const { id } = one.entry
    // Who comes back may be another version.
    const met = isBack || (health.ok && one.manifest === undefined) ? await meet(one) : ok()
    if (health.ok && met.ok) {
      if (isBack) {
        log.info({ url: one.entry.url }, 'a service is online')
        note(one, 'It is online.')
      }
      one.health = health.value
      one.misses = 0
      one.isOnline = true
      one.failure = undefined
      one.seenAt = clock.now()
      if (one.origin === 'config' && one.entry.id !== id) await keep()
      return
    }
    one.misses++
    one.failure = health.ok ? (met.ok ? undefined : met.error) : health.error
    if (one.misses < MISSES) return
    if (one.isOnline) {
      one.isOnline = false
      log.warn({ url: one.entry.url }, 'a service is offline')
      note(one, one.failure?.message ?? 'It is offline.')
    }
    await startAnew(one)
  }

  const note = ({ lines }: Known, line: string): void => {
    lines.push(`${new Date(clock.now()).toISOString()} ${line}`)
    if (lines.length > LINES) lines.shift()
  }

  /** One that was started here and does not answer is ended, and started again at the same address. */
  async function startAnew(one: Known): Promise<void> {
    const { process, provider, entry, restarts = 0 } = one
    if (process === undefined || provider === undefined || restarts >= MOST_RESTARTS) return
    one.restarts = restarts + 1
    one.misses = 0
    note(one, `It is started anew (${one.restarts} of ${MOST_RESTARTS}).`)
    await process[Symbol.asyncDispose]()
    const port = Number(new URL(entry.url).port)
    const say = (line: string) => note(one, line)
    const started = await start(provider, { port, token: process.token, say })
    if (!started.ok) one.failure = started.error
    else if (known.get(entry.url) === one) one.process = started.value
    else await started.value[Symbol.asyncDispose]()
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
    const met = await meet(one, origin === 'config')
    if (!met.ok) {
      if (before !== undefined) known.set(url.value, before)
      if (before?.manifest !== undefined) await meet(before)
      return met
    }
    known.set(url.value, one)
    one.isOnline = true
    await checkOne(one)
    const kept = one.origin === 'config' ? await keep() : ok()
    return kept.ok ? ok(infoOf(one, chosen)) : kept
  }

  const keep = (): Promise<Result<void>> => {
    const kept = [...known.values()].filter(({ origin }) => origin === 'config')
    const services = kept.map(({ entry }) => entry)
    return saveServices(file, { services, chosen: Object.fromEntries(chosen) })
  }

  async function startOwn(provider: string): Promise<Result<AiServiceInfo>> {
    const twin = [...known.values()].find(one => one.manifest?.id === provider)
    if (twin !== undefined) {
      return err(fail('service-exists', `“${provider}” is served by ${twin.entry.url} already.`))
    }
    const early: string[] = []
    let say: (line: string) => void = line => void early.push(line)
    const started = await start(provider, { port: 0, say: line => say(line) })
    if (!started.ok) return started
    const { url, token } = started.value
    const one: Known = {
      ...newcomer({ url, token }, 'started'),
      ...{ provider, process: started.value },
    }
    say = line => note(one, line)
    for (const line of early) say(line)
    const met = await meet(one, true)
    if (!met.ok) {
      await started.value[Symbol.asyncDispose]()
      return met
    }
    known.set(url, one)
    await checkOne(one)
    return ok(infoOf(one, chosen))
  }

  async function drop(one: Known): Promise<void> {
    one.kind?.[Symbol.dispose]()
    known.delete(one.entry.url)
    await one.process?.[Symbol.asyncDispose]()
  }

  const all = () => [...known.values()].map(one => infoOf(one, chosen))
  const service: ServiceOf<ServicesContract> = {
    list: () => ok(all()),
    register: wanted => inTurn(() => register(wanted, 'registered')),
    add: wanted => inTurn(() => register(wanted, 'config')),
    remove: ({ url }) =>
      inTurn(async () => {
        const one = known.get(url)
        if (one === undefined) return err(fail('service-unknown', `There is no service at ${url}.`))
        await drop(one)
        return one.origin === 'config' ? keep() : ok()
      }),
    start: ({ provider }) => inTurn(() => startOwn(provider)),
    stop: ({ url }) =>
      inTurn(async () => {
        const one = known.get(url)
        if (one?.process === undefined) {
          return err(fail('service-unknown', `None at ${url} was started here.`))
        }
        await drop(one)
        return ok()
      }),
    log: async ({ url }) => {
      const one = known.get(url)
      if (one !== undefined) return ok([...one.lines])
      return err(fail('service-unknown', `There is no service at ${url}.`))
    },
    choose: ({ capability, url }) =>
      inTurn(async () => {
        const id = url === undefined ? undefined : known.get(url)?.manifest?.id
        if (url !== undefined && id === undefined) {
          return err(fail('service-unknown', `There is no service at ${url}.`))
        }
        if (id === undefined) chosen.delete(capability)
        else chosen.set(capability, { id, url })
        return keep()
      }),
    async check() {
      await check()
      return ok(all())
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
    chosen(capability) {
      const id = chosen.get(capability)?.id
      const one = [...known.values()].find(({ manifest }) => manifest?.id === id)
      return id === undefined ? undefined : { id, isOnline: one?.isOnline === true }
    },
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
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      await Promise.all([...known.values()].map(drop))
    },
  }
}

function newcomer(entry: ServiceEntry, origin: Known['origin']): Known {
  return { entry, origin, service: httpService(entry), lines: [], misses: 0, isOnline: false }
}

function takenBy(id: string, place: string): string {
  return place === ''
    ? `“${id}” was chosen when it was somewhere else.`
    : `“${id}” is the service at ${place}, which was chosen or added here.`
}

/** Never the token. */
function infoOf(
  { entry, origin, manifest, health, isOnline, failure, seenAt, restarts }: Known,
  chosen: ReadonlyMap<string, ServiceChoice>,
): AiServiceInfo {
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
    ...(restarts !== undefined && { restarts }),
    ...(manifest !== undefined &&
      chosen.get(manifest.capability)?.id === manifest.id && { chosen: true }),
  }
}
