import { gt, prerelease } from 'semver'
import type { Grant, PluginInfo } from '#shared/contract'
import { permissionInWords } from '#shared/graph'
import { fail, type Failure } from '#shared/kit'
import type { Market } from '../marketplace/open-market'
import type { PluginManager, PluginUse } from '../plugins'
import {
  auditInstalled,
  certificateOf,
  fingerprintOf,
  readRecord,
  type InstalledAudit,
} from '../plugins/packages'

const DAY_MS = 24 * 3_600_000

/** A right that a plugin asks for, and what was decided on it. */
export interface AuditedRight {
  readonly right: string
  readonly words: string
  readonly scope?: readonly string[]
  readonly why?: string
  /** What the user said, of which folder or host, when, and as whom of this machine. */
  readonly decisions: readonly Omit<Grant, 'plugin' | 'right'>[]
}

export interface AuditFinding {
  /** Serious ones make the audit fail. */
  readonly severity: 'serious' | 'notice'
  readonly failure?: Failure
  readonly words: string
}

/** All that is known of a plugin which somebody has put here. */
export interface PluginAudit extends Partial<Omit<InstalledAudit, 'permissions'>> {
  readonly id: string
  readonly version: string
  readonly folder: string
  readonly licence: string
  readonly state: PluginInfo['state']
  readonly trust: PluginInfo['trust']
  readonly installedAt?: string
  /** Who signed it; nothing where nobody did. */
  readonly publisher?: {
    readonly name: string
    readonly key: string
    readonly fingerprint: string
    readonly since: string
  }
  readonly permissions: readonly AuditedRight[]
  /** Days since it was used; nothing where no use was ever noted. */
  readonly unusedDays?: number
  /** How many newer versions the registries have, and the newest: as they were asked last. */
  readonly behind: number
  readonly newest?: string
  /** When its certificate was made, and how many days ago that was. */
  readonly certificate?: { readonly at: string; readonly days: number; readonly passed: boolean }
  readonly findings: readonly AuditFinding[]
}

export interface AuditParts {
  readonly plugins: Pick<PluginManager, 'found'>
  readonly market: Pick<Market, 'catalogue'>
  readonly grants: readonly Grant[]
  readonly use: PluginUse
  readonly data: string
  /** The user’s plugins. */
  readonly folder: string
  readonly now: number
  /** More days without use are worth a word. */
  readonly unusedDays: number
}

/** Certificates of plugins are to be renewed after so many days. */
const OLD_CERTIFICATE_DAYS = 365

export async function auditPlugin(info: PluginInfo, parts: AuditParts): Promise<PluginAudit> {
  const { id, version, folder, licence, state, trust } = info
  const installed = await auditInstalled(id, parts.folder)
  const { publisher, installedAt } = readRecord(parts.folder, id) ?? {}
  const known = {
    ...installed,
    ...{ id, version, folder, licence, state, trust },
    permissions: rightsOf(info, parts.grants),
    ...newerOf(info, parts.market),
    ...(installedAt !== undefined && { installedAt }),
    ...(publisher && {
      publisher: {
        name: publisher.name,
        key: publisher.key,
        fingerprint: fingerprintOf(publisher.key),
        since: publisher.since,
      },
    }),
    ...certificateFacts(await certificateOf({ id, version, folder, data: parts.data }), parts.now),
  }
  const unusedDays = parts.use.daysSince(id)
  const audit = { ...known, ...(unusedDays !== undefined && { unusedDays }) }
  return { ...audit, findings: findingsOf(audit, info, parts) }
}

function rightsOf({ id, permissions }: PluginInfo, grants: readonly Grant[]): AuditedRight[] {
  const own = grants.filter(({ plugin }) => plugin === id)
  const asked = new Set(permissions.map(({ right }) => right))
  const left = [...new Set(own.map(({ right }) => right))].filter(right => !asked.has(right))
  return [
    ...permissions.map(({ right, words, scope, why }) => ({
      right,
      words,
      ...(scope !== undefined && { scope }),
      ...(why !== undefined && { why }),
      decisions: decisionsOn(right, own),
    })),
    // Granted to an earlier version, which asked for more.
    ...left.map(right => ({
      right,
      words: permissionInWords({ right }),
      decisions: decisionsOn(right, own),
    })),
  ]
}

function decisionsOn(right: string, grants: readonly Grant[]): AuditedRight['decisions'] {
  return grants
    .filter(grant => grant.right === right)
    .map(({ target, allowed, until, at, by }) => ({
      ...{ target, allowed, until, at },
      ...(by !== undefined && { by }),
    }))
}

function newerOf({ id, version }: PluginInfo, { catalogue }: AuditParts['market']) {
  const listed = catalogue.get(id)
  if (listed === undefined || version === '') return { behind: 0 }
  const newer = catalogue
    .sound(listed)
    .filter(each => gt(each.version, version) && prerelease(each.version) === null)
  const [first] = newer
  return { behind: newer.length, ...(first !== undefined && { newest: first.version }) }
}

function certificateFacts(
  { own, measured }: Awaited<ReturnType<typeof certificateOf>>,
  now: number,
): Pick<PluginAudit, 'certificate'> {
  const certificate = own ?? measured
  if (certificate === undefined) return {}
  const { at, nodes, parts } = certificate
  const checks = [...Object.values(nodes).flatMap(node => node.checks), ...parts]
  const days = Math.floor((now - Date.parse(at)) / DAY_MS)
  return { certificate: { at, days, passed: checks.every(({ passed }) => passed) } }
}

type Audited = Omit<PluginAudit, 'findings'>

function findingsOf(audit: Audited, info: PluginInfo, parts: AuditParts): AuditFinding[] {
  const { changed = [], scan, publisher, resolved } = audit
  const serious = (failure: Failure): AuditFinding => ({
    severity: 'serious',
    failure,
    words: failure.message,
  })
  const notices = [
    resolved === undefined && 'It was put there by hand: nothing tells what was installed.',
    publisher === undefined && resolved !== undefined && 'Nobody signed it.',
    audit.trust === 'promoted' && 'It runs in the engine’s own process, as you chose.',
    audit.behind > 0 && `${audit.behind} versions behind: there is ${audit.newest ?? ''}.`,
    (audit.unusedDays ?? 0) >= parts.unusedDays && `Not used for ${audit.unusedDays} days.`,
    isNoLicence(audit.licence) && 'It names no licence.',
    (audit.certificate?.days ?? 0) > OLD_CERTIFICATE_DAYS &&
      `Its certificate is ${audit.certificate?.days} days old.`,
    audit.certificate?.passed === false && 'Its certificate says that it did not pass.',
    ...audit.permissions
      .filter(({ decisions }) => decisions.some(({ target, allowed }) => allowed && target === '*'))
      .map(({ words }) => `It was allowed to do this anywhere: ${words}.`),
    (scan?.findings ?? []).some(({ severity }) => severity === 'warning') &&
      'Its code holds what deserves a look.',
  ].filter(words => typeof words === 'string')
  return [
    ...(changed.length > 0
      ? [serious(fail('package-damaged', `Changed since it was installed: ${list(changed)}.`))]
      : []),
    ...(info.reason !== undefined && isSerious(info) ? [serious(info.reason)] : []),
    ...notices.map((words): AuditFinding => ({ severity: 'notice', words })),
  ]
}

function isNoLicence(licence: string): boolean {
  return licence === '' || licence === 'unknown' || licence === 'UNLICENSED'
}

/** A plugin that lacks something is no danger; one that was revoked, refused or keeps dying is. */
function isSerious({ state, reason }: PluginInfo): boolean {
  return (
    state === 'failed' ||
    state === 'quarantined' ||
    ['package-revoked', 'publisher-revoked', 'policy-refused'].includes(reason?.code ?? '')
  )
}

function list(names: readonly string[]): string {
  return names.length > 8 ? `${names.slice(0, 8).join(', ')}, …` : names.join(', ')
}
