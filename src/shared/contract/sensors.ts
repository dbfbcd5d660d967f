import { eventIterator, oc, type } from '@orpc/contract'
import { z } from 'zod'

/** One value that a sensor gave. */
export interface Reading {
  /** `<plugin>/<sensor>` */
  readonly sourceId: string
  readonly value: number
  readonly unit: string
  /** Milliseconds since 1970. */
  readonly ts: number
}

export interface SensorInfo {
  /** `<plugin>/<sensor>`: the type of its node, too. */
  readonly sourceId: string
  readonly plugin: string
  readonly label: string
  readonly unit: string
  readonly min: number
  readonly max: number
  readonly rateHz: number
  readonly last?: Reading
  /** Why it does not read, if it does not. */
  readonly problem?: string
}

const source = z.string().min(3).max(300)

export const sensorsContract = {
  list: oc.route({ method: 'GET', path: '/sensors' }).output(type<readonly SensorInfo[]>()),
  /** What they measure from now on; they are read for as long as somebody listens. */
  watch: oc
    .input(z.strictObject({ sources: z.array(source).min(1).max(64) }))
    .output(eventIterator(type<Reading>())),
  /** The last readings, the oldest first: ten minutes at one a second. */
  history: oc
    .route({ method: 'GET', path: '/sensors/history' })
    .input(z.strictObject({ sourceId: source }))
    .output(type<readonly Reading[]>()),
  /** The page says how often its sound ran out; only it can know. */
  tellUnderruns: oc.input(z.strictObject({ count: z.int().min(0).max(1e9) })).output(type<void>()),
}
