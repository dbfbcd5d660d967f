import { oc, type } from '@orpc/contract'
import { z } from 'zod'
import { pluginIdSchema } from '../graph'
import type { Failure } from '../kit'

/** What is to be known before a plugin of one’s own is published. */
export interface PublishFacts {
  readonly id: string
  readonly name: string
  readonly version: string
  /** Versions that are out, by registry. */
  readonly published: Readonly<Record<string, readonly string[]>>
  /** Of the key that will sign it; none where one will be made. */
  readonly fingerprint?: string
  /** Where the key lies, or will. */
  readonly keyFile: string
  /** Why the key that is there cannot be used. */
  readonly keyFailure?: Failure
}

/** A version, as npm has it. */
export const versionSchema = z
  .string()
  .max(64)
  .regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, 'a semantic version')

/** Plugins that were made in the app go out. */
export const publishingContract = {
  /** Of a plugin that was made in the app. */
  publishing: oc
    .route({ method: 'GET', path: '/market/publishing/{id}', summary: 'What publishing needs.' })
    .input(z.strictObject({ id: pluginIdSchema }))
    .output(type<PublishFacts>()),
  /** Packs it, tries it, signs it and brings it to a registry; then the plugin here is that version too. */
  publish: oc
    .route({ method: 'POST', path: '/market/publish', summary: 'Publishes a plugin made here.' })
    .input(
      z.strictObject({
        id: pluginIdSchema,
        registry: z.string().min(1).max(100),
        version: versionSchema,
        /** What is new, a line a point. */
        notes: z.string().max(4000).default(''),
        /** Whether its certificate goes into the package; it is tried in any case. */
        certify: z.boolean().default(true),
      }),
    )
    .output(type<{ readonly task: string }>()),
}
