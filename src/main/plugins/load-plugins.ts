import { join } from 'node:path'
import { fail, failureCodes, type Failure } from '#shared/kit'
import type { PluginInfo } from '#shared/contract'
import type { NodeDefinition } from '#shared/graph'
import { rootFolder } from '../kit'
import { asFound } from './as-found'
import { besideTypes } from './beside-types'
import { configProblems, settingOf } from './plugin-config'
import { definitionsOf, failedInfo, infoOf } from './plugin-info'
import type { KeptState } from './kept-states'
import { lacking, thisMachine, type Machine } from './machine'
import { orderPlugins } from './order-plugins'
import { PluginShelf } from './plugin-shelf'
import { readPlugin, type PluginFolder } from './read-plugin'
import type { InstallFacts } from './packages/record-beside'
import { noSettings, type PluginSettings } from './settings'

/** A plugin whose plugin.json was read and is sound, whether it is enabled or not. */
export interface FoundPlugin extends PluginFolder {
  readonly origin: PluginInfo['origin']
  readonly trust: PluginInfo['trust']
  /** What it runs with: its defaults, and what the user set. */
  readonly config: Readonly<Record<string, unknown>>
  /** Another one stands for other code under the same path, or for code with other limits. */
  readonly stamp: string
  /** What policy.yaml lets its nodes have, where that is less than they may have by themselves. */
  readonly limits?: NodeLimits
  /** What it was installed from, where that is known. */
  readonly source?: string
  /** What was noted when it was installed. */
  readonly installed?: InstallFacts
}

/** See `StricterLimits` of the sandbox. */
export interface NodeLimits {
  readonly heapMb?: number
  readonly share?: number
}

export interface LoadedPlugins {
  /** Every node that can be made, by type. */
  readonly catalog: ReadonlyMap<string, NodeDefinition>
  /** Every plugin that was found, in the order in which they load; others with their reason, by id. */
  readonly plugins: readonly PluginInfo[]
  /** Path of the code of each enabled plugin, by plugin id; of Wasm modules, by type of node. */
  readonly code: ReadonlyMap<string, string>
  /** Every plugin of one id that is sound, by id. */
  readonly found: ReadonlyMap<string, FoundPlugin>
  /** All problems of those that could not be read, by folder. */
  readonly problems: ReadonlyMap<string, readonly Failure[]>
}

export interface PluginPlaces {
  readonly builtIn: string
  /** Where the user's own plugins lie; none if left out. */
  readonly user?: string
  /** More folders of plugins of the user's. */
  readonly more?: readonly string[]
  /** Folders of single plugins, which come before all but the built-in ones. */
  readonly own?: readonly string[]
}

/** What decides beside the folders which plugins are enabled. All left out: everything that is found. */
export interface PluginChoices {
  readonly settings?: PluginSettings
  readonly kept?: Readonly<Record<string, KeptState>>
  /** What came out when a plugin was set up, by id. */
  readonly reports?: ReadonlyMap<string, PluginReport>
  readonly machine?: Machine
  /** How often a plugin was to be read anew, by id: its code then counts as other code. */
  readonly reloads?: ReadonlyMap<string, number>
  /** What was read before. */
  readonly shelf?: PluginShelf
  /** Why a plugin may not run any more, whatever the user chose: it was revoked, or the policy says so. */
  readonly refused?: (plugin: FoundPlugin) => Failure | undefined
  /** Of the nodes of plugins that do not come with the app. */
  readonly limits?: NodeLimits
  /** What lies among the plugins and cannot be made one, by its path. */
  readonly broken?: ReadonlyMap<string, Failure>
}

/** What whoever sets a plugin up has to say of it. */
export interface PluginReport {
  readonly state: 'skipped' | 'failed'
  /** A clause in words: “the sensor does not answer”. */
  readonly reason: string
}

/** The plugins that come with Wireharp. */
export function builtInPlugins(): string {
  return join(rootFolder(), 'out/plugins')
}

/**
 * Reads all plugins. Nothing of them runs. One that is broken is listed with its reason and stops no other; of
 * two with one id the first stays, built-in ones before others, then by folder.
 */
export function loadPlugins(places: PluginPlaces, choices: PluginChoices = {}): LoadedPlugins {
  const candidates: Candidate[] = []
  const infos: PluginInfo[] = []
  const problems = new Map<string, readonly Failure[]>()
  const found = new Map<string, FoundPlugin>()
  const { shelf = new PluginShelf() } = choices
  for (const { folder, origin } of allFolders(places, shelf)) {
    const read = shelf.read(folder, origin !== 'built-in')
    const { plugin } = read
    if (!plugin.ok) {
      infos.push(failedInfo(folder, origin, plugin.error))
      problems.set(folder, plugin.error)
      continue
    }
    const candidate = asFound(read, plugin.value, origin, choices)
    const { id } = candidate.manifest
    const first = found.get(id)
    if (first === undefined) {
      found.set(id, candidate)
      candidates.push(candidate)
    } else {
      const reason = fail(
        'plugin-duplicate',
        `There is a plugin “${id}” already, in ${first.folder}.`,
      )
      infos.push(infoOf(candidate, { state: 'failed', reason }))
    }
  }
  for (const [path, problem] of choices.broken ?? []) {
    infos.push(failedInfo(path, 'user', [problem]))
    problems.set(path, [problem])
  }
  return { ...enable(candidates, infos, choices), found, problems }
}

type Candidate = FoundPlugin

function enable(
  candidates: readonly Candidate[],
  infos: PluginInfo[],
  choices: PluginChoices,
): Pick<LoadedPlugins, 'catalog' | 'plugins' | 'code'> {
  const machine = choices.machine ?? thisMachine()
  const willing: Candidate[] = []
  for (const candidate of candidates) {
    const out = whyNot(candidate, choices, machine)
    if (out === undefined) willing.push(candidate)
    else infos.push(infoOf(candidate, out))
  }
  const { usable, missing, circling } = orderPlugins(willing)
  for (const [candidate, lack] of missing) {
    const code = circling.has(candidate) ? 'plugin-circle' : 'plugin-dependency'
    const reason = fail(code, sentence(candidate, lack))
    infos.push(infoOf(candidate, { state: 'missing-dependencies', reason }))
  }
  const byId = new Map(usable.map(candidate => [candidate.manifest.id, candidate]))
  const enabled: PluginInfo[] = []
  const providers = new Map<string, string>()
  const catalog = new Map<string, NodeDefinition>()
  const code = new Map<string, string>()
  for (const candidate of usable) {
    const { manifest } = candidate
    const names = manifest.providers.map(({ kind, name }) => `${kind} “${name}”`)
    const taken = names.find(name => providers.has(name))
    if (taken !== undefined) {
      const detail = `The plugin “${providers.get(taken)}” provides the ${taken} already.`
      infos.push(infoOf(candidate, { state: 'failed', reason: fail('plugin-conflict', detail) }))
      continue
    }
    for (const name of names) providers.set(name, manifest.id)
    enabled.push(infoOf(candidate))
    if (candidate.code !== undefined) code.set(manifest.id, candidate.code)
    for (const definition of besideTypes(definitionsOf(manifest), manifest, byId)) {
      const { type, dsp } = definition
      catalog.set(type, definition)
      if (dsp.form === 'wasm') code.set(type, join(candidate.folder, dsp.module))
    }
  }
  const others = infos.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  return { catalog, code, plugins: [...enabled, ...others] }
}

/** Why a plugin that could be read does not run, whatever the others do. */
function whyNot(
  plugin: Candidate,
  { kept = {}, settings = noSettings, reports, refused }: PluginChoices,
  machine: Machine,
): Pick<PluginInfo, 'state' | 'reason'> | undefined {
  const { id, requires } = plugin.manifest
  const recall = refused?.(plugin)
  if (recall !== undefined) return { state: 'disabled', reason: recall }
  const own = kept[id] ?? {}
  const chosen = own.enabled ?? settingOf(plugin, settings)?.enabled ?? true
  if (!chosen) return { state: 'disabled' }
  if (own.quarantine !== undefined) {
    const detail = sentence(plugin, `it died too often: ${own.quarantine.reason}`)
    return { state: 'quarantined', reason: fail('plugin-quarantined', detail) }
  }
  const lack = lacking(requires, machine)
  if (lack !== undefined) return skipped(plugin, lack)
  const [problem] = settingsProblems(plugin)
  if (problem !== undefined) return { state: 'failed', reason: problem }
  const report = reports?.get(id)
  if (report === undefined) return undefined
  if (report.state === 'skipped') return skipped(plugin, report.reason)
  return { state: 'failed', reason: fail('plugin-code-failed', sentence(plugin, report.reason)) }
}

const problemsOf = new WeakMap<Candidate, readonly Failure[]>()

/** Asked at every look, and the same until the plugin or its settings are others. */
function settingsProblems(plugin: Candidate): readonly Failure[] {
  const known = problemsOf.get(plugin) ?? configProblems(plugin)
  problemsOf.set(plugin, known)
  return known
}

function skipped(plugin: Candidate, reason: string): Pick<PluginInfo, 'state' | 'reason'> {
  return { state: 'skipped', reason: fail('plugin-skipped', sentence(plugin, reason)) }
}

/** The clause alone of why a plugin was skipped. */
export function skipReason(name: string, { message }: Failure): string {
  return message.slice(name.length + 2, -failureCodes['plugin-skipped'].length - 2)
}

/** “Tremolo: there is no /dev/i2c-1.” */
function sentence({ manifest }: Pick<PluginFolder, 'manifest'>, clause: string): string {
  return `${manifest.name}: ${clause.replace(/\.$/, '')}.`
}

function allFolders({ builtIn, user, more = [], own = [] }: PluginPlaces, shelf: PluginShelf) {
  const seen = new Set<string>()
  const roots = [...(user === undefined ? [] : [user]), ...more]
  const users = [...own, ...roots.flatMap(root => shelf.findIn(root))]
  return [
    ...shelf.findIn(builtIn).map(folder => ({ folder, origin: 'built-in' as const })),
    ...users.map(folder => ({ folder, origin: 'user' as const })),
  ].filter(({ folder }) => !seen.has(folder) && seen.add(folder))
}

/** All that is wrong with a plugin's folder. */
export function checkPlugin(folder: string): readonly Failure[] {
  const plugin = readPlugin(folder)
  return plugin.ok ? [] : plugin.error
}
