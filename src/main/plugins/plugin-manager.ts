import { basename, join } from 'node:path'
import { Emitter, err, fail, ok, type Failure, type Result } from '#shared/kit'
import type {
  CatalogueState,
  PluginDetails,
  PluginInfo,
  PluginSystemStatus,
} from '#shared/contract'
import type { NodeDefinition } from '#shared/graph'
import {
  appPaths,
  oneLine,
  silentLog,
  systemClock,
  type AppPaths,
  type Clock,
  type Log,
} from '../kit'
import { POLICY_FILE, PolicyFile, type PolicyState } from '../policy'
import { BISECT_FILE } from './bisect'
import { CatalogueStates } from './catalogue-states'
import { changesBetween, type ManagerChange } from './changes-between'
import { pathFolders } from './dynamic-plugins'
import { KeptStates, type KeptState } from './kept-states'
import {
  builtInPlugins,
  skipReason,
  type FoundPlugin,
  type LoadedPlugins,
  type PluginReport,
} from './load-plugins'
import { thisMachine, type Machine } from './machine'
import { configProblems } from './plugin-config'
import { countStates, detailsOf, infosById, unmatched } from './plugin-details'
import { migrateFiles } from './migrate-files'
import { PluginLogs } from './plugin-logs'
import { PluginScan } from './plugin-scan'
import { PluginStatsBoard } from './plugin-stats'
import { rules } from './rules'
import { SettingsFile, type PluginSettings } from './settings'
import { foldersToWatch, makeFolder, WatchedFolders, type Touched } from './watch-folders'

/** Deaths within this time count together; the third quarantines. */
const DEATH_WINDOW_MS = 5 * 60_000
const DEATHS = 3

export interface PluginManagerParts {
  /** Where the plugins lie that come with Wireharp. */
  readonly builtIn: string
  readonly paths: Pick<AppPaths, 'data' | 'config' | 'cache' | 'logs'>
  readonly clock: Clock
  readonly log: Log
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly machine?: Machine
  /** Whether what changes on the disk counts at once. */
  readonly live?: boolean
}

/**
 * Which plugins there are and which of them are enabled, from what lies on the disk, what the user chose and how
 * they fared. Whatever changes, everything is looked at anew (some ms, out of the cache) and the difference told.
 * It runs nothing of them: whoever does reports what came of it.
 */
export class PluginManager implements LoadedPlugins, AsyncDisposable {
  /** Tells of every change after it counts. */
  readonly changes = new Emitter<ManagerChange>()
  readonly logs: PluginLogs
  readonly stats: PluginStatsBoard
  readonly #parts: PluginManagerParts
  readonly #log: Log
  readonly #settingsFile: SettingsFile
  readonly #policyFile: PolicyFile
  readonly #states: KeptStates
  readonly #scan: PluginScan
  readonly #machine: Machine
  readonly #reports = new Map<string, PluginReport>()
  readonly #reloads = new Map<string, number>()
  readonly #told = new CatalogueStates()
  readonly #watched: WatchedFolders | undefined
  #broken: ReadonlyMap<string, Failure> = new Map()
  #settings: PluginSettings
  #loaded: LoadedPlugins
  #revision = 0

  constructor(parts: PluginManagerParts) {
    const { paths, clock, log, machine, env } = parts
    this.#parts = parts
    this.#log = log
    this.logs = new PluginLogs(join(paths.logs, 'plugins'), clock)
    this.stats = new PluginStatsBoard(() => clock.now())
    this.#settingsFile = new SettingsFile(join(paths.config, 'config.yaml'))
    this.#policyFile = new PolicyFile(paths.config)
    this.#states = new KeptStates(join(paths.data, 'plugins.json'))
    this.#scan = new PluginScan({
      builtIn: parts.builtIn,
      cache: join(paths.cache, 'plugin-manifests.jsonl'),
      isWatched: folder => this.#watched?.isWatched(folder) === true,
      isLasting: parts.live === true,
    })
    this.#machine = machine ?? thisMachine(env)
    this.#settings = this.#readSettings()
    this.#loaded = this.#look(undefined)
    this.#told.keep(0, this.#loaded)
    this.#tellSkipped(this.#loaded.plugins)
    if (parts.live === true) {
      for (const folder of [this.#userFolder, paths.config]) makeFolder(folder)
      void migrateFiles(this.#settingsFile, this.#userFolder, log)
      this.#watched = new WatchedFolders(touched => this.refresh([], touched))
      this.#watched.follow(this.#watchedFolders())
    }
  }

  get catalog(): ReadonlyMap<string, NodeDefinition> {
    return this.#loaded.catalog
  }

  get plugins(): readonly PluginInfo[] {
    return this.#loaded.plugins
  }

  get code(): ReadonlyMap<string, string> {
    return this.#loaded.code
  }

  get found(): ReadonlyMap<string, FoundPlugin> {
    return this.#loaded.found
  }

  get problems(): ReadonlyMap<string, readonly Failure[]> {
    return this.#loaded.problems
  }

  /** Counts the changes. */
  get revision(): number {
    return this.#revision
  }

  /** All plugins and nodes, or what differs from what somebody saw. */
  catalogue(since?: number): CatalogueState {
    return this.#told.since(since, this.#revision, this.#loaded)
  }

  readonly list = () => this.plugins

  get(id: string): PluginInfo | undefined {
    return infosById(this.plugins).get(id)
  }

  isEnabled(id: string): boolean {
    return this.get(id)?.state === 'enabled'
  }

  /** What the plugin runs with: its defaults, and what the user set. */
  configOf(id: string): Readonly<Record<string, unknown>> {
    return this.found.get(id)?.config ?? {}
  }

  readonly folderOf = (id: string) => this.found.get(id)?.folder

  details(id: string): Result<PluginDetails> {
    const info = this.get(id)
    if (info === undefined) return err(unknownPlugin(id))
    return ok(detailsOf(info, this.#loaded))
  }

  status(): PluginSystemStatus {
    return {
      total: this.plugins.length,
      states: countStates(this.plugins),
      nodes: this.catalog.size,
      scanMs: this.#scan.ms,
      cached: this.#scan.cached,
      warnings: [
        ...this.#settings.warnings,
        ...unmatched(this.#settings, this.found),
        ...(this.policy.problem === undefined ? [] : [this.policy.problem.message]),
      ],
      folders: [this.#parts.builtIn, ...this.#roots()],
    }
  }

  /** What policy.yaml says now. */
  get policy(): PolicyState {
    return this.#policyFile.state
  }

  /** Enabling lifts a quarantine, and forgets what was reported. */
  async setEnabled(id: string, enabled: boolean): Promise<Result<PluginInfo>> {
    const sound = this.#sound(id)
    if (!sound.ok) return sound
    this.#reports.delete(id)
    const kept = this.#states.change(id, ({ quarantine, deaths, ...rest }) => ({
      ...rest,
      enabled,
      ...(!enabled && quarantine !== undefined && { quarantine }),
      ...(!enabled && deaths !== undefined && { deaths }),
    }))
    return this.#settle(id, kept)
  }

  /** Lets a plugin of the user's run in the engine's own process, or not any more. */
  async promote(id: string, promoted = true): Promise<Result<PluginInfo>> {
    const sound = this.#sound(id)
    if (!sound.ok) return sound
    return this.#settle(
      id,
      this.#states.change(id, state => ({ ...state, promoted })),
    )
  }

  /** Notes what a plugin was installed from. */
  async setSource(id: string, source: string): Promise<Result<void>> {
    const kept = await this.#states.change(id, state => ({ ...state, source }))
    this.refresh([], [])
    return kept
  }

  /** Writes the user's settings of a plugin; what its schema refuses is not written. */
  async configure(
    id: string,
    config: Readonly<Record<string, unknown>>,
  ): Promise<Result<PluginDetails>> {
    const sound = this.#sound(id)
    if (!sound.ok) return sound
    const { manifest, origin } = sound.value
    const [problem] = configProblems({
      manifest,
      config: { ...manifest.defaultConfig, ...config },
    })
    if (problem !== undefined) return err(problem)
    const written = await this.#settingsFile.edit({ id, origin, config })
    if (!written.ok) return written
    this.#reports.delete(id)
    this.refresh([], [])
    return this.details(id)
  }

  /**
   * The plugin took its process down, or hung it. The third time in five minutes it is quarantined, and stays so
   * after a restart, until the user enables it.
   */
  reportDeath(id: string, reason: string): void {
    if (!this.found.has(id)) return
    const now = this.#parts.clock.now()
    this.logs.append(id, 'error', `Died: ${reason}`)
    const edit = (state: KeptState): KeptState => {
      const since = now - DEATH_WINDOW_MS
      const deaths = [...(state.deaths ?? []).filter(at => at > since && at <= now), now]
      const last = deaths.slice(-DEATHS)
      if (last.length < DEATHS) return { ...state, deaths: last }
      const { deaths: _deaths, ...rest } = state
      return { ...rest, quarantine: { at: now, reason: oneLine(reason).slice(0, 500) } }
    }
    void this.#states.change(id, edit).then(kept => {
      if (!kept.ok) this.#log.error({ plugin: id, failure: kept.error }, 'a death was not noted')
    })
    this.refresh([], [])
  }

  /** What came of setting a plugin up; without one it counts as running. */
  report(id: string, report: PluginReport | undefined): void {
    if (report === undefined) this.#reports.delete(id)
    else this.#reports.set(id, report)
    this.refresh([], [])
  }

  /** Reads a plugin anew and tells everyone to take its code anew. */
  reload(id: string): Result<PluginInfo> {
    if (this.get(id) === undefined) return err(unknownPlugin(id))
    this.#reports.delete(id)
    this.#reloads.set(id, (this.#reloads.get(id) ?? 0) + 1)
    this.refresh([id], [])
    const info = this.get(id)
    return info === undefined ? err(unknownPlugin(id)) : ok(info)
  }

  /** What lies among the plugins and cannot be made one, by its path. */
  tellBroken(problems: ReadonlyMap<string, Failure>): void {
    this.#broken = problems
  }

  /** Looks again at plugins of the user’s that were changed from here. */
  refreshOf(ids: readonly string[]): void {
    this.refresh(
      [],
      ids.map(id => join(this.#userFolder, ...id.split('/'))),
    )
  }

  /**
   * Looks at everything again, and tells what changed; what is named counts as of other code. Of the disk only what was
   * `touched` is asked, as far as the rest is watched.
   */
  refresh(reloaded: readonly string[] = [], touched?: Touched): void {
    const before = this.#loaded
    this.#states.refresh()
    this.#settings = this.#readSettings()
    this.#loaded = this.#look(touched, reloaded)
    this.#watched?.follow(this.#watchedFolders())
    const change = changesBetween(before, this.#loaded, reloaded)
    if (change === undefined) return
    this.#told.keep(++this.#revision, this.#loaded)
    this.#tellSkipped(this.plugins.filter(plugin => change.plugins.includes(plugin.id)))
    this.changes.emit(change)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#watched?.[Symbol.dispose]()
    this.changes[Symbol.dispose]()
    await Promise.all([
      this.logs.flush(),
      this.#states.settled(),
      this.#scan[Symbol.asyncDispose](),
    ])
  }

  #look(touched: Touched, reloaded: readonly string[] = []): LoadedPlugins {
    return this.#scan.look(
      this.#roots(),
      {
        settings: this.#settings,
        kept: this.#states.all,
        reports: this.#reports,
        reloads: this.#reloads,
        machine: this.#machine,
        ...rules(this.#userFolder, this.#policyFile, this.#parts.env),
        broken: this.#broken,
      },
      { touched, anew: reloaded.flatMap(id => this.folderOf(id) ?? []) },
    )
  }

  /** The user's own, then those of config.yaml and of WIREHARP_PLUGIN_PATH. */
  #roots(): string[] {
    const { env = process.env } = this.#parts
    const all = [this.#userFolder, ...this.#settings.paths, ...pathFolders(env)]
    return [...new Set(all)]
  }

  get #userFolder(): string {
    return join(this.#parts.paths.data, 'plugins')
  }

  /** What lies in the roots, and where settings and states are written. */
  #watchedFolders(): ReadonlyMap<string, readonly string[] | undefined> {
    const { data, config } = this.#parts.paths
    const all = foldersToWatch(this.#roots(), this.#loaded)
    return new Map<string, readonly string[] | undefined>([
      [data, [basename(this.#states.path), BISECT_FILE]],
      [config, [basename(this.#settingsFile.path), POLICY_FILE]],
      ...all.map((folder): [string, undefined] => [folder, undefined]),
    ])
  }

  #readSettings(): PluginSettings {
    const settings = this.#settingsFile.read()
    for (const warning of settings.warnings) {
      if (!this.#settings?.warnings.includes(warning)) this.#log.warn({ warning }, 'config.yaml')
    }
    return settings
  }

  #tellSkipped(plugins: readonly PluginInfo[]): void {
    for (const { id, name, state, reason } of plugins) {
      if (state !== 'skipped' || reason === undefined) continue
      const clause = skipReason(name, reason)
      this.#log.debug({ plugin: id }, oneLine(`Skipping plugin ${name}: ${clause}`))
    }
  }

  async #settle(id: string, kept: Promise<Result<void>>): Promise<Result<PluginInfo>> {
    this.refresh([], [])
    const done = await kept
    if (!done.ok) return done
    const info = this.get(id)
    return info === undefined ? err(unknownPlugin(id)) : ok(info)
  }

  /** A plugin that could be read, whatever its state. */
  #sound(id: string): Result<FoundPlugin> {
    const found = this.found.get(id)
    if (found !== undefined) return ok(found)
    return err(this.get(id)?.reason ?? unknownPlugin(id))
  }
}

function unknownPlugin(id: string): Failure {
  return fail('plugin-not-found', `There is no plugin “${id}”.`)
}

/** The plugins of this user as they are now, for what runs once: nothing is watched. */
export function installedPlugins(
  paths: PluginManagerParts['paths'] = appPaths(),
  env: PluginManagerParts['env'] = process.env,
): PluginManager {
  const builtIn = builtInPlugins()
  return new PluginManager({ builtIn, paths, env, clock: systemClock, log: silentLog })
}
