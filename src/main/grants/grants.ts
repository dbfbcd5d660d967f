import { err, fail, ok, type Result } from '#shared/kit'
import { MUSIC, permissionInWords, type Permission, type Right } from '#shared/graph'
import type { AuditEntry, GrantAnswer } from '#shared/contract'
import { userName, type Clock } from '../kit'
import { rightRefusal, type PolicyFile } from '../policy'
import type { AskPort } from './ask-desk'
import type { GrantBook } from './grant-book'
import type { JsonLines } from './json-lines'

/** Who wants to do something. */
export interface Wanting {
  readonly plugin: string
  readonly name: string
  readonly permissions: readonly Permission[]
  /** It comes with Wireharp. */
  readonly isBuiltIn: boolean
}

export interface Wish {
  readonly right: Right
  /** What the decision is about: a folder, a host, or `*`. */
  readonly target: string
  /** The permission of the manifest that covers it, if one does. */
  readonly permission: Permission | undefined
  readonly isPrivate?: boolean
  /** What is done with it, for the audit. */
  readonly detail?: string
}

/** Of plugins that come with Wireharp nobody is asked about what stays inside this machine and harms nothing. */
const harmless: ReadonlySet<Right> = new Set<Right>([
  'gpio',
  'project.read',
  'tools.call',
  'system',
])

/** Models that came with Wireharp as a part of a plugin are among it; those that make music work for minutes. */
function isHarmless({ right, target }: Wish): boolean {
  return harmless.has(right) || (right === 'model' && target !== MUSIC)
}

/**
 * Decides whether a plugin may do something: its manifest must have asked for it, and the person must have allowed it,
 * now or before. Everything that is decided and done is in the audit log.
 */
export class Grants {
  readonly book: GrantBook
  readonly #ask: AskPort
  readonly #audit: JsonLines
  readonly #clock: Clock
  readonly #policy: PolicyFile | undefined
  readonly #asking = new Map<string, Promise<GrantAnswer | 'nobody'>>()

  constructor(parts: {
    book: GrantBook
    ask: AskPort
    audit: JsonLines
    clock: Clock
    policy?: PolicyFile
  }) {
    this.book = parts.book
    this.#ask = parts.ask
    this.#audit = parts.audit
    this.#clock = parts.clock
    this.#policy = parts.policy
  }

  async check(who: Wanting, wish: Wish): Promise<Result<void>> {
    const { right, target, permission } = wish
    const decided = (allowed: boolean, by: AuditEntry['by']) => this.#note(who, wish, allowed, by)
    if (permission === undefined) {
      decided(false, 'undeclared')
      const what = permissionInWords({ right, scope: [target] })
      return err(fail('permission-undeclared', `${who.name} never asked for this right: ${what}.`))
    }
    const refusal = this.#policy && rightRefusal(this.#policy.state, right)
    if (refusal !== undefined) {
      decided(false, 'policy')
      return err(refusal)
    }
    if (right === 'network' && this.book.offline) {
      decided(false, 'offline')
      return err(fail('network-offline', 'Plugins are offline.'))
    }
    if (who.isBuiltIn && isHarmless(wish)) {
      decided(true, 'built-in')
      return ok()
    }
    const kept = this.book.find(who.plugin, right, target)
    if (kept !== undefined) {
      decided(kept.allowed, 'kept')
      return kept.allowed ? ok() : denied(who, wish)
    }
    const answer = await this.#question(who, wish)
    const allowed = answer !== 'deny' && answer !== 'nobody'
    decided(allowed, answer === 'nobody' ? 'nobody' : 'asked')
    if (answer === 'session' || answer === 'always' || answer === 'deny') {
      const until = answer === 'always' ? 'always' : 'session'
      const at = this.#clock.now()
      const by = userName()
      await this.book.add({ plugin: who.plugin, right, target, allowed, until, at, by })
    }
    return allowed ? ok() : denied(who, wish)
  }

  /** Takes decisions back; the next use is asked anew. */
  async revoke(which: { plugin: string; right?: Right; target?: string }): Promise<void> {
    for (const { plugin, right, target } of await this.book.remove(which)) {
      const time = this.#clock.now()
      this.#audit.add({ time, plugin, right, target, allowed: false, by: 'revoked' })
    }
  }

  /** Many calls that want the same thing are one question. */
  #question(who: Wanting, { right, target, permission, isPrivate = false }: Wish) {
    const key = JSON.stringify([who.plugin, right, target])
    const open = this.#asking.get(key)
    if (open !== undefined) return open
    const why = permission?.why
    const question = this.#ask
      .ask({
        plugin: who.plugin,
        name: who.name,
        right,
        target,
        isPrivate,
        ...(why !== undefined && { why }),
      })
      .finally(() => this.#asking.delete(key))
    this.#asking.set(key, question)
    return question
  }

  #note(who: Wanting, { right, target, detail }: Wish, allowed: boolean, by: AuditEntry['by']) {
    const time = this.#clock.now()
    const entry: AuditEntry = {
      time,
      plugin: who.plugin,
      right,
      target,
      allowed,
      by,
      ...(detail !== undefined && { detail: detail.slice(0, 300) }),
    }
    this.#audit.add(entry)
  }
}

function denied({ name }: Wanting, { right, target }: Wish): Result<never> {
  const what = permissionInWords({ right, ...(target !== '*' && { scope: [target] }) })
  return err(fail('permission-denied', `${name} may not do this: ${what}.`))
}
