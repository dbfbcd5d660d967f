import type { Right, RightMembers } from './rights'

/** Lines for the plugin's own log (`wireharp plugin logs <id>`); long ones are cut, floods are dropped. */
export interface PluginLog {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void
  info(message: string, fields?: Readonly<Record<string, unknown>>): void
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void
  error(message: string, fields?: Readonly<Record<string, unknown>>): void
}

/** JSON values that outlive the program, the plugin's alone, up to its quota. */
export interface PluginStorage {
  /** Undefined where nothing was kept under the key. */
  get(key: string): Promise<unknown>
  set(key: string, value: unknown): Promise<void>
  remove(key: string): Promise<void>
  keys(): Promise<readonly string[]>
}

/** One measured value. */
export interface Reading {
  /** `<plugin>/<sensor>`; that of the sensor which publishes if left out. */
  readonly sourceId?: string
  readonly value: number
  /** As the manifest declares it if left out. */
  readonly unit?: string
  /** Milliseconds since 1970; now if left out. */
  readonly ts?: number
}

/** Where readings go that do not wait to be asked for. */
export interface Readings {
  publish(reading: Reading): void
}

/** What every plugin has, whatever it was granted. */
export interface BaseContext {
  /** The user's settings over `defaultConfig`, checked against `configSchema`. */
  readonly config: Readonly<Record<string, unknown>>
  readonly log: PluginLog
  readonly storage: PluginStorage
  readonly readings: Readings
  /** When this call ends whether it is done or not, in milliseconds since 1970. */
  readonly deadline: number
}

type Intersection<Union> = (Union extends unknown ? (one: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never

/**
 * What the code of a tool, sensor or provider is handed. Each right that the plugin's code names adds its
 * member; the member is optional because the user may have refused it.
 *
 * @example
 * import type { PluginContext } from '@wireharp/sdk'
 *
 * export async function titleOf({ fetch, log }: PluginContext<'network'>): Promise<string> {
 *   const reply = await fetch?.('https://example.org/title')
 *   if (reply === undefined) log.warn('The network was not granted')
 *   return reply?.body ?? ''
 * }
 */
export type PluginContext<Rights extends Right = never> = BaseContext &
  ([Rights] extends [never] ? unknown : Intersection<RightMembers[Rights]>)
