import { rightWords, type Policy, type Right } from '#shared/graph'
import { fail, type Failure } from '#shared/kit'
import { POLICY_FILE, type PolicyState } from './policy-file'

/** Where a package comes from. */
export interface PackageOrigin {
  readonly kind: 'folder' | 'tarball' | 'git' | 'remote' | 'registry'
  /** As the user named it. */
  readonly source: string
  /** The registry’s address, where it is one that was added. */
  readonly registry?: string
  /** It comes with the app. */
  readonly isOwn?: boolean
}

interface Package {
  readonly id: string
  /** Who signed it. */
  readonly key?: string
}

/** Why a package may not be installed. */
export function packageRefusal(
  { policy, problem }: PolicyState,
  plugin: Package,
  origin: PackageOrigin,
): Failure | undefined {
  if (problem !== undefined) return problem
  return pluginRefusal(policy, plugin.id) ?? sourceRefusal(policy, origin) ?? signer(policy, plugin)
}

/**
 * Why a plugin that is there may not run. A policy that cannot be read stops nothing that runs already: it lets nothing
 * new in, and grants nothing.
 */
export function runRefusal(
  { policy, problem }: PolicyState,
  { isBuiltIn, ...plugin }: Package & { readonly isBuiltIn: boolean },
): Failure | undefined {
  if (problem !== undefined) return undefined
  if (!isBuiltIn) return pluginRefusal(policy, plugin.id) ?? signer(policy, plugin)
  return policy.plugins.denied.includes(plugin.id) ? denied(plugin.id) : undefined
}

/** Why a right is granted to nobody. */
export function rightRefusal({ policy, problem }: PolicyState, right: Right): Failure | undefined {
  if (problem !== undefined) return problem
  if (!policy.permissions.never.includes(right)) return undefined
  return refuse('permissions.never', `No plugin may do this here: ${rightWords[right]}`)
}

/** Whether a version is one that may come without anybody asking for it. */
export function mayComeByItself(
  { policy, problem }: PolicyState,
  published: number | undefined,
  now: number,
): boolean {
  const { automatic, coolDownHours } = policy.updates
  if (problem !== undefined || !automatic) return false
  if (coolDownHours === 0) return true
  // A registry that does not say when a version came out cannot show that it is old enough.
  return published !== undefined && now - published >= coolDownHours * 3_600_000
}

function pluginRefusal({ plugins }: Policy, id: string): Failure | undefined {
  if (plugins.denied.includes(id)) return denied(id)
  if (plugins.allowed === undefined || plugins.allowed.includes(id)) return undefined
  return refuse('plugins.allowed', `“${id}” is none of the plugins that may be used`)
}

function denied(id: string): Failure {
  return refuse('plugins.denied', `“${id}” may not be used`)
}

function sourceRefusal({ sources }: Policy, origin: PackageOrigin): Failure | undefined {
  const { allowed } = sources
  if (allowed === undefined || allowed.some(source => covers(source, origin))) return undefined
  const from = origin.isOwn === true ? 'the app' : (origin.registry ?? origin.source)
  return refuse('sources.allowed', `Nothing may be installed from ${from}`)
}

function covers(source: string, { kind, source: from, registry, isOwn }: PackageOrigin): boolean {
  if (isOwn === true) return source === 'wireharp'
  if (source === kind) return true
  const address = registry ?? from
  // Whole parts of an address: a host must not be the beginning of another host’s name.
  return address === source || address.startsWith(source.endsWith('/') ? source : `${source}/`)
}

function signer({ publishers }: Policy, { id, key }: Package): Failure | undefined {
  if (key === undefined) {
    const isRefused = publishers.unsigned === 'refuse' || publishers.allowed !== undefined
    const at = publishers.unsigned === 'refuse' ? 'publishers.unsigned' : 'publishers.allowed'
    return isRefused ? refuse(at, `Nobody signed “${id}”`) : undefined
  }
  if (publishers.denied.includes(key)) {
    return refuse('publishers.denied', `The publisher of “${id}” is refused`)
  }
  if (publishers.allowed === undefined || publishers.allowed.includes(key)) return undefined
  return refuse('publishers.allowed', `The publisher of “${id}” is none of those that are let in`)
}

function refuse(at: string, detail: string): Failure {
  return fail('policy-refused', `${detail}: so says ${POLICY_FILE} at ${at}.`, at)
}
