import { gt, major, prerelease, satisfies } from 'semver'
import type { InstallPlan, MarketQuestion, PlannedStep, Publisher } from '#shared/contract'
import { permissionInWords, type Manifest, type Permission } from '#shared/graph'
import { canonicalJson, err, fail, ok, type Failure, type Result } from '#shared/kit'
import { sha256 } from '../../kit'
import { packageRefusal } from '../../policy'
import {
  aliasId,
  examine,
  fingerprintOf,
  installedManifest,
  looksLike,
  pluginGlances,
  pluginIds,
  type Examined,
  type FetchedPackage,
} from '../../plugins/packages'
import type { OpenedPackage } from './open-package'
import { solve, type Candidate, type Pick, type World } from './solve'
import type { Shop } from './shop'
import { worldOf } from './world'

export interface WantedPlugin {
  readonly id: string
  readonly version?: string | undefined
  readonly registry?: string | undefined
  /** Beside another major version, which stays. */
  readonly beside?: boolean | undefined
  /** The id that a project knows it by, where that is not its own: of a version that lay beside another. */
  readonly as?: string | undefined
  /** Whether the newest is wished for although an older one is there. */
  readonly update?: boolean
}

/** A step of an installation, with all that it takes: nothing is fetched any more. */
export interface PreparedStep {
  readonly planned: PlannedStep
  readonly fetched: FetchedPackage
  readonly manifest: Manifest
  readonly registry: string
  /** The id of its folder, where it goes beside another major version. */
  readonly alias?: string
}

export interface Prepared {
  readonly plan: InstallPlan
  readonly steps: readonly PreparedStep[]
}

export interface PrepareHooks {
  readonly signal?: AbortSignal
  readonly onProgress?: (stage: string, part: number) => void
}

/** Finds what has to be installed for a wish, fetches it and weighs it. Nothing is changed. */
export async function prepare(
  shop: Shop,
  wanted: WantedPlugin,
  hooks: PrepareHooks = {},
): Promise<Result<Prepared, readonly Failure[]>> {
  const world = worldOf(shop, wanted)
  const root = rootOf(shop, wanted, world)
  if (!root.ok) return err([root.error])
  const picks = solve([root.value], world)
  if (!picks.ok) return err([picks.error])
  // Under another id it is another plugin, also where that version is here under its own.
  const isOther = ({ id }: Pick) =>
    id === wanted.id && wanted.as !== undefined && shop.installed.get(wanted.as) === undefined
  const fresh = picks.value.filter(pick => pick.kind === 'new' || isOther(pick))
  const steps: PreparedStep[] = []
  const questions: MarketQuestion[] = []
  for (const [at, pick] of inOrder(fresh).entries()) {
    hooks.onProgress?.(`Fetching ${pick.id} ${pick.version}`, at / fresh.length)
    const step = await prepareStep(shop, pick, { wanted, picks: picks.value }, hooks)
    if (!step.ok) return err([step.error])
    steps.push(step.value.step)
    questions.push(...step.value.questions)
  }
  const brought = steps.filter(({ planned }) => planned.id !== wanted.id && !planned.from)
  if (brought.length > 0) {
    const added = brought.map(({ planned }) => `${planned.name} ${planned.to}`)
    questions.push({ kind: 'dependencies', plugin: wanted.id, added, present: false })
  }
  const what = { steps: steps.map(({ planned }) => planned), questions }
  const integrities = steps.map(({ fetched }) => fetched.integrity)
  const agreement = sha256(canonicalJson({ ...what, integrities }))
  return ok({ plan: { ...what, agreement }, steps })
}

function rootOf(
  shop: Shop,
  wanted: WantedPlugin,
  world: World,
): Result<{ readonly id: string; readonly range: string }> {
  const { id, version, update = false } = wanted
  if (world.builtIn.has(id)) {
    return err(fail('plugin-duplicate', `“${id}” comes with Wireharp.`))
  }
  const present = shop.installed.get(id)?.version
  const offered = world.offered(id)
  const named = offered.find(each => version !== undefined && satisfies(each.version, version))
  const found = version === undefined ? newestFor(present, offered) : named
  if (found === undefined) {
    const none =
      version === undefined
        ? `No registry has “${id}”.`
        : `There is no ${version} of “${id}” that may be installed.`
    return err(revokedIn(shop, wanted, version ?? '*') ?? fail('package-not-found', none))
  }
  // Nothing newer is left: why not is said, not that all is well.
  const isNone = update && version === undefined && found.version === present
  const revoked = isNone ? revokedIn(shop, wanted, `>${found.version}`) : undefined
  if (revoked !== undefined) return err(revoked)
  if (present !== undefined && version === undefined && gt(present, found.version)) {
    const detail = `The registry has ${found.version} of “${id}”, and ${present} is installed.`
    return err(fail('package-older', detail))
  }
  if (update && present === undefined) {
    return err(fail('plugin-not-installed', `“${id}” is not installed.`))
  }
  return ok({ id, range: found.version })
}

/** No trial, unless one is installed or there is nothing else: what a card shows is what comes. */
function newestFor(present: string | undefined, offered: readonly Candidate[]) {
  const wantsTrials = present !== undefined && prerelease(present) !== null
  return offered.find(each => wantsTrials || prerelease(each.version) === null) ?? offered[0]
}

/** Why a version that is meant, or that would be newer, is not to be had: it was revoked. */
function revokedIn({ catalogue }: Shop, { id, registry }: WantedPlugin, range: string) {
  const listed = catalogue.offer(id, registry)
  const meant = listed?.offer.versions.find(({ version }) => satisfies(version, range, trials))
  return listed && meant && catalogue.revocationOf(listed, meant)
}

const trials = { includePrerelease: true }

/** What a plugin needs comes before it. */
function inOrder(picks: readonly Pick[]): readonly Pick[] {
  const ordered: Pick[] = []
  const visit = (pick: Pick) => {
    if (ordered.includes(pick)) return
    const needed = Object.keys(pick.dependencies)
    for (const other of picks) {
      if (other !== pick && needed.includes(other.id) && !pick.by.includes(`${other.id} `)) {
        visit(other)
      }
    }
    if (!ordered.includes(pick)) ordered.push(pick)
  }
  for (const pick of picks) visit(pick)
  return ordered
}

async function prepareStep(
  shop: Shop,
  pick: Pick,
  { wanted, picks }: { readonly wanted: WantedPlugin; readonly picks: readonly Pick[] },
  hooks: PrepareHooks,
): Promise<Result<{ step: PreparedStep; questions: readonly MarketQuestion[] }>> {
  const isRoot = pick.id === wanted.id
  const listed = shop.catalogue.offer(pick.id, isRoot ? wanted.registry : undefined)
  const offered = listed?.offer.versions.find(({ version }) => version === pick.version)
  if (listed === undefined || offered === undefined) {
    return err(fail('package-not-found', `There is no ${pick.version} of “${pick.id}”.`))
  }
  const current = shop.holds(listed.registry)
  if (!current.ok) return current
  const opened = await shop.open(listed, offered, hooks)
  if (!opened.ok) return opened
  const { fetched, manifest } = opened.value
  // What has to stay as it is keeps its name.
  const stays = picks.some(({ id, kind }) => id === pick.id && kind === 'installed')
  const second = aliasId(pick.id, pick.version)
  const alias =
    isRoot && wanted.as === second
      ? second
      : aliasOf(shop, pick, stays || (isRoot && wanted.beside === true))
  const examined = examine({
    manifest,
    signer: fetched.signer,
    hashes: fetched.files.map(({ bytes }) => sha256(bytes)),
    plugins: shop.parts.places.plugins,
    own: shop.parts.ownKeys,
    revokers: shop.revokersOf(listed.registry),
  })
  const { signer } = fetched
  const { policy, catalogue } = shop.parts.places
  const refusal =
    examined.refusal ??
    (policy &&
      packageRefusal(
        policy.state,
        { id: pick.id, ...(signer && { key: signer.key }) },
        {
          kind: 'registry',
          source: pick.id,
          registry: listed.registry.address,
          isOwn: listed.registry.address === catalogue,
        },
      ))
  if (refusal !== undefined) return err(refusal)
  const from = alias === undefined ? shop.installed.get(pick.id)?.version : undefined
  const planned: PlannedStep = {
    id: pick.id,
    name: manifest.name,
    to: pick.version,
    registry: listed.registry.name,
    bytes: opened.value.bytes,
    publisher: publisherOf(manifest, opened.value, examined),
    beside: alias !== undefined,
    ...(from !== undefined && { from }),
  }
  const step = {
    planned,
    fetched,
    manifest,
    registry: listed.registry.address,
    ...(alias !== undefined && { alias }),
  }
  return ok({ step, questions: questionsOf(shop, planned.publisher, manifest, examined) })
}

/** Beside what is there, under an id of its own, if that is another major version which has to stay. */
function aliasOf({ installed }: Shop, pick: Pick, asked: boolean): string | undefined {
  const present = installed.get(pick.id)
  const differs = present !== undefined && major(present.version) !== major(pick.version)
  const isSecond = pick.beside && present === undefined
  return isSecond || (asked && differs) ? aliasId(pick.id, pick.version) : undefined
}

function publisherOf(
  { author }: Manifest,
  { fetched }: OpenedPackage,
  { trust }: Examined,
): Publisher {
  const { signer } = fetched
  return signer === undefined
    ? { name: author, trust }
    : { name: signer.name, trust, fingerprint: fingerprintOf(signer.key) }
}

/** What people call a plugin that is installed, or comes with the app. */
function presentName({ parts: { places } }: Shop, id: string): string | undefined {
  const own = pluginGlances(places.builtIn).get(id)
  const name = installedManifest(places.plugins, id)?.name ?? own?.name
  return name ?? (own === undefined ? undefined : id)
}

function questionsOf(
  shop: Shop,
  now: Publisher,
  manifest: Manifest,
  examined: Examined,
): MarketQuestion[] {
  const { installed, parts, catalogue } = shop
  const { id: plugin, permissions } = manifest
  const isNew = installed.get(plugin) === undefined
  const asked: MarketQuestion[] = examined.questions.flatMap((question): MarketQuestion[] => {
    switch (question.kind) {
      case 'publisher': {
        const { name, key } = question.before
        const before: Publisher = { name, trust: 'known', fingerprint: fingerprintOf(key) }
        return [{ kind: 'publisher-changed', plugin, before, now }]
      }
      case 'permissions':
        return [
          {
            kind: 'permissions',
            plugin,
            all: permissions.map(inWords),
            added: question.added.map(inWords),
          },
        ]
      case 'dependencies': {
        // What is not here comes along, and is asked for as such.
        const added = question.added.flatMap(id => presentName(shop, id) ?? [])
        return added.length === 0 ? [] : [{ kind: 'dependencies', plugin, added, present: true }]
      }
    }
  })
  if (!isNew) return asked
  if (permissions.length > 0) {
    const all = permissions.map(inWords)
    asked.push({ kind: 'permissions', plugin, all, added: all })
  }
  if (examined.trust === 'unsigned') asked.push({ kind: 'unsigned', plugin })
  const { builtIn, plugins } = parts.places
  const others = [
    ...pluginIds(builtIn),
    ...pluginIds(plugins),
    ...catalogue.listed.map(({ id }) => id),
  ]
  const other = examined.trust === 'wireharp' ? undefined : looksLike(plugin, others)
  if (other !== undefined) asked.push({ kind: 'look-alike', plugin, other })
  return asked
}

export function inWords({ right, scope, why }: Permission) {
  return {
    right,
    words: permissionInWords({ right, scope }),
    ...(scope !== undefined && { scope }),
    ...(why !== undefined && { why }),
  }
}
