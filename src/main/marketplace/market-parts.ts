import { join } from 'node:path'
import { rootFolder, type AppPaths, type Clock, type Log } from '../kit'
import { builtInPlugins } from '../plugins'
import { PolicyFile } from '../policy'
import { ownKeys } from '../plugins/packages'

/** Where the marketplace finds and keeps what it needs. */
export interface MarketPlaces {
  /** The user’s plugins. */
  readonly plugins: string
  readonly builtIn: string
  /** Registries, and sets of plugins to come back to. */
  readonly data: string
  readonly cache: string
  /** The packages that come with the app. */
  readonly catalogue: string
  /** What may be installed here. */
  readonly policy?: PolicyFile
}

/** What may take how long and how much: of every fetch, so that no registry can hold anything up. */
export interface FetchLimits {
  /** Without a byte, in ms. */
  readonly idleMs: number
  readonly totalMs: number
  /** Bytes a second, after `graceMs`. */
  readonly leastRate: number
  readonly graceMs: number
  /** How often a transfer that broke off is taken up again. */
  readonly tries: number
}

export const fetchLimits: FetchLimits = {
  idleMs: 15_000,
  totalMs: 300_000,
  leastRate: 2048,
  graceMs: 20_000,
  tries: 4,
}

export interface MarketParts {
  readonly places: MarketPlaces
  readonly clock: Clock
  readonly log: Log
  readonly limits: FetchLimits
  /** Keys of the project. */
  readonly ownKeys: readonly string[]
}

export function marketPlaces({
  data,
  cache,
  config,
}: Pick<AppPaths, 'data' | 'cache' | 'config'>): MarketPlaces {
  return {
    plugins: join(data, 'plugins'),
    builtIn: builtInPlugins(),
    data,
    cache: join(cache, 'market'),
    catalogue: join(rootFolder(), 'out/catalogue'),
    policy: new PolicyFile(config),
  }
}

export function marketParts(
  paths: Pick<AppPaths, 'data' | 'cache' | 'config'>,
  clock: Clock,
  log: Log,
): MarketParts {
  return { places: marketPlaces(paths), clock, log, limits: fetchLimits, ownKeys: ownKeys() }
}
