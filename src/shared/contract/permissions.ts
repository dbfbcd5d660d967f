import { eventIterator, oc, type } from '@orpc/contract'
import { z } from 'zod'
import { pluginIdSchema, rightSchema, type Right } from '../graph'

/** How long an answer counts. */
export const grantAnswerSchema = z.enum(['once', 'session', 'always', 'deny'])
export type GrantAnswer = z.infer<typeof grantAnswerSchema>

/** A plugin wants to do something that nobody has decided on yet. */
export interface PermissionAsk {
  readonly id: string
  readonly plugin: string
  /** As its manifest says it: not to be trusted, shown as text. */
  readonly name: string
  readonly right: Right
  /** The folder or the host, `*` where the right has none. */
  readonly target: string
  /** What the plugin says that it needs it for. */
  readonly why?: string
  /** Whether it is an address inside this machine or this house. */
  readonly isPrivate: boolean
}

/** What was decided, and counts. */
export interface Grant {
  readonly plugin: string
  readonly right: Right
  readonly target: string
  readonly allowed: boolean
  readonly until: 'session' | 'always'
  /** Milliseconds since 1970. */
  readonly at: number
  /** The user of this machine who decided; nothing where that was not noted yet. */
  readonly by?: string | undefined
}

export type PermissionEvent =
  | { readonly kind: 'asks'; readonly asks: readonly PermissionAsk[] }
  | { readonly kind: 'grants'; readonly grants: readonly Grant[]; readonly offline: boolean }

/** A line of the audit log. */
export interface AuditEntry {
  readonly time: number
  readonly plugin: string
  readonly right: Right
  readonly target: string
  readonly allowed: boolean
  /** Who decided: a rule, an earlier answer, or the person who was asked. */
  readonly by:
    | 'undeclared'
    | 'policy'
    | 'offline'
    | 'built-in'
    | 'kept'
    | 'asked'
    | 'nobody'
    | 'revoked'
  /** What was done with it. */
  readonly detail?: string
}

const grantSchema = z.strictObject({
  plugin: pluginIdSchema,
  right: rightSchema.optional(),
  target: z.string().max(4096).optional(),
})

export const permissionsContract = {
  /** Starts with what is asked and decided now. */
  watch: oc.output(eventIterator(type<PermissionEvent>())),
  answer: oc
    .route({ method: 'POST', path: '/permissions/answer' })
    .input(z.strictObject({ id: z.string().max(64), answer: grantAnswerSchema }))
    .output(type<void>()),
  list: oc.route({ method: 'GET', path: '/permissions' }).output(type<readonly Grant[]>()),
  /** Takes back what was allowed or denied: of a plugin, of one right of it, or one target. */
  revoke: oc
    .route({ method: 'POST', path: '/permissions/revoke' })
    .input(grantSchema)
    .output(type<void>()),
  /** The last decisions and uses, the newest first. */
  audit: oc
    .route({ method: 'GET', path: '/permissions/audit' })
    .input(
      z.strictObject({
        plugin: pluginIdSchema.optional(),
        limit: z.coerce.number().int().min(1).max(1000).default(100),
      }),
    )
    .output(type<readonly AuditEntry[]>()),
  /** No plugin reaches the network while this is on. */
  setOffline: oc
    .route({ method: 'POST', path: '/permissions/offline' })
    .input(z.strictObject({ offline: z.boolean() }))
    .output(type<void>()),
}
