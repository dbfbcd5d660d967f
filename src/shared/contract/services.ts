import { oc, type } from '@orpc/contract'
import { z } from 'zod'
import type { Failure } from '../kit'

/** A service that does work for Wireharp over HTTP, and how it fares. */
export interface AiServiceInfo {
  readonly url: string
  /** `config`: called at every start. `registered`: it came by itself. `started`: by this Wireharp, and it ends with it. */
  readonly origin: 'config' | 'registered' | 'started'
  readonly state: 'online' | 'offline'
  /** Known once it has answered; its work is the kind of job `service/<id>` then. */
  readonly id?: string
  readonly name?: string
  readonly version?: string
  readonly capability?: string
  readonly licence?: string
  readonly models?: readonly string[]
  /** Bytes. */
  readonly memory?: number
  readonly activeJobs?: number
  readonly device?: string
  /** What the last check met. */
  readonly failure?: Failure
  /** How often this Wireharp has started it anew, because it did not answer. */
  readonly restarts?: number
  /** Whether work of its capability goes to it, in place of this machine. */
  readonly chosen?: boolean
  /** When it answered last, in milliseconds since 1970. */
  readonly seenAt?: number
}

const place = z.strictObject({
  url: z.string().min(1).max(500),
  /** Sent to it as `authorization: Bearer`, and shown to nobody. */
  token: z.string().min(1).max(500).optional(),
})

/** Services that do work for Wireharp: stems, embeddings, whatever they say they can. */
export const servicesContract = {
  list: oc
    .route({ method: 'GET', path: '/v1/services', summary: 'Services that work for us.' })
    .output(type<readonly AiServiceInfo[]>()),
  /** For services that start by themselves. */
  register: oc
    .route({
      method: 'POST',
      path: '/v1/plugins/register',
      summary: 'A service tells that it is up.',
    })
    .input(place)
    .output(type<AiServiceInfo>()),
  /** For people: it is called at every start from now on. */
  add: oc
    .route({ method: 'POST', path: '/v1/services', summary: 'Adds a service for good.' })
    .input(place)
    .output(type<AiServiceInfo>()),
  remove: oc
    .route({ method: 'POST', path: '/v1/services/remove', summary: 'Calls it no more.' })
    .input(z.strictObject({ url: z.string().min(1).max(500) }))
    .output(type<void>()),
  /** Starts a provider of this machine, such as `vad/silero`, as a service in a process of its own. */
  start: oc
    .route({ method: 'POST', path: '/v1/services/start', summary: 'Starts one of our own.' })
    .input(z.strictObject({ provider: z.string().min(1).max(100) }))
    .output(type<AiServiceInfo>()),
  /** Ends one that was started here. */
  stop: oc
    .route({ method: 'POST', path: '/v1/services/stop', summary: 'Ends one of our own.' })
    .input(z.strictObject({ url: z.string().min(1).max(500) }))
    .output(type<void>()),
  /** What was noted of a service, and what it said itself where it was started here: the last lines. */
  log: oc
    .route({ method: 'GET', path: '/v1/services/log', summary: 'Its last lines.' })
    .input(z.strictObject({ url: z.string().min(1).max(500) }))
    .output(type<readonly string[]>()),
  /** Lets work of a capability go to a service from now on, or, without one, be done on this machine. */
  choose: oc
    .route({ method: 'POST', path: '/v1/services/choose', summary: 'Who does work of a kind.' })
    .input(
      z.strictObject({
        capability: z.string().min(1).max(100),
        url: z.string().min(1).max(500).optional(),
      }),
    )
    .output(type<void>()),
  /** Asks every service now. */
  check: oc
    .route({ method: 'POST', path: '/v1/services/check', summary: 'Asks them how they fare.' })
    .output(type<readonly AiServiceInfo[]>()),
}
