import {
  createProviderRegistry,
  type PluginContext,
  type ProviderKind,
  type ProviderRegistry,
  type Providers,
  type Right,
} from '@wireharp/sdk'
import type { Capability } from '#shared/contract'
import { err, fail, ok, type Result } from '#shared/kit'
import type { Log } from '../kit'
import { failureOf } from './provider-error'

/** What people and programs are told of a provider that comes with Wireharp. */
export interface ProviderFacts {
  /** The plugin that it is listed under, such as `silero`. */
  readonly plugin: string
  readonly label: string
  readonly about: string
  readonly licence: string
  /** The models that it runs, as `wireharp models list` names them. */
  readonly models?: readonly string[]
  /** Why it cannot work here now, or nothing where it can. */
  readonly state: () => Promise<Result<unknown>>
}

export interface ListedProvider extends Omit<ProviderFacts, 'state'> {
  readonly kind: ProviderKind
  readonly name: string
}

/** Providers that plugins bring, in their own processes. */
export interface PluginProviders {
  get<Kind extends ProviderKind>(kind: Kind, name: string): Providers[Kind] | undefined
}

/** Who can do what on this machine: what comes with Wireharp and what plugins bring, by one door. */
export interface ProviderHub {
  /** The registry of the SDK: whoever registers here is found by kind and name. */
  readonly registry: ProviderRegistry
  /** Says of a provider that was registered what it is; it is among the capabilities from then on. */
  describe(kind: ProviderKind, name: string, facts: ProviderFacts): void
  /** Those that were described. */
  list(): readonly ListedProvider[]
  /** Lets a provider work. What it throws is the failure. */
  ask<Kind extends ProviderKind, Answer>(
    kind: Kind,
    name: string,
    work: (provider: Providers[Kind]) => Promise<Answer>,
  ): Promise<Result<Answer>>
  state(kind: ProviderKind, name: string): Promise<Result<unknown>>
  capabilities(): Promise<readonly Capability[]>
}

export function createProviderHub({
  log,
  plugins,
}: {
  readonly log: Log
  readonly plugins?: PluginProviders
}): ProviderHub {
  const registry = createProviderRegistry()
  const facts = new Map<string, ProviderFacts & { kind: ProviderKind; name: string }>()

  async function make<Kind extends ProviderKind>(
    kind: Kind,
    name: string,
  ): Promise<Result<Providers[Kind]>> {
    const factory = registry.get(kind, name)
    if (factory === undefined) {
      const own = plugins?.get(kind, name)
      if (own !== undefined) return ok(own)
      return err(fail('provider-unknown', `There is no provider “${kind}/${name}”.`))
    }
    try {
      return ok(await factory({}, contextOf(`${kind}/${name}`, log)))
    } catch (error) {
      return err(failureOf(error))
    }
  }

  const stateOf = async (kind: ProviderKind, name: string): Promise<Result<unknown>> => {
    const known = facts.get(`${kind}/${name}`)
    if (known !== undefined) return known.state()
    const isThere = registry.get(kind, name) !== undefined || plugins?.get(kind, name) !== undefined
    return isThere ? ok() : err(fail('provider-unknown', `There is no provider “${kind}/${name}”.`))
  }

  return {
    registry,
    describe: (kind, name, told) => void facts.set(`${kind}/${name}`, { kind, name, ...told }),
    list: () => [...facts.values()].map(({ state: _state, ...listed }) => listed),
    async ask(kind, name, work) {
      const provider = await make(kind, name)
      if (!provider.ok) return provider
      try {
        return ok(await work(provider.value))
      } catch (error) {
        return err(failureOf(error))
      }
    },
    state: stateOf,
    capabilities: () =>
      Promise.all(
        [...facts.values()].map(async ({ kind, name, plugin, state }): Promise<Capability> => {
          const is = await state()
          const reason = is.ok ? {} : { reason: is.error.message }
          return { kind, name, plugin, available: is.ok, ...reason }
        }),
      ),
  }
}

/** What factories are handed. Those that come with Wireharp have no storage and no rights: they are closures over what they need. */
function contextOf(name: string, log: Log): PluginContext<Right> {
  const kept = new Map<string, unknown>()
  return {
    config: {},
    log: {
      debug: (message, fields) => log.debug({ ...fields, provider: name }, message),
      info: (message, fields) => log.info({ ...fields, provider: name }, message),
      warn: (message, fields) => log.warn({ ...fields, provider: name }, message),
      error: (message, fields) => log.error({ ...fields, provider: name }, message),
    },
    storage: {
      get: async key => kept.get(key),
      set: async (key, value) => void kept.set(key, value),
      remove: async key => void kept.delete(key),
      keys: async () => [...kept.keys()],
    },
    readings: { publish: () => undefined },
    deadline: Number.MAX_SAFE_INTEGER,
  }
}
