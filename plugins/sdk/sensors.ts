import type { PluginContext } from './context'
import type { Right } from './rights'

/** A source of readings: set up once, read `rateHz` times a second, torn down at the end. */
export interface SensorCode<Rights extends Right = never> {
  /** Before the first reading. A throw marks the sensor as failed. */
  setup?(context: PluginContext<Rights>): void | Promise<void>
  /** The value now, in the unit of plugin.json. */
  read(context: PluginContext<Rights>): number | Promise<number>
  /** After the last reading. */
  teardown?(context: PluginContext<Rights>): void | Promise<void>
}

/**
 * A sensor's code, typed for the rights that it uses.
 *
 * @example
 * import { sensor } from '@wireharp/sdk'
 *
 * let step = 0
 * export const stairs = sensor({ read: () => step++ % 8 })
 */
export function sensor<Rights extends Right = never>(code: SensorCode<Rights>): SensorCode<Rights> {
  return code
}
