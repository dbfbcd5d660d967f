import { oc, type } from '@orpc/contract'
import { z } from 'zod'
import type { Failure } from '../kit'

/** A service that does work for Wireharp over HTTP, and how it fares. */
export interface AiServiceInfo {
  readonly url: string
  /** `config`: called at every start. `registered`: it came by itself, until Wireharp ends. */
  readonly origin: 'config' | 'registered'
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
  /** Asks every service now. */
  check: oc
    .route({ method: 'POST', path: '/v1/services/check', summary: 'Asks them how they fare.' })
    .output(type<readonly AiServiceInfo[]>()),
}
