import { join } from 'node:path'
import { major } from 'semver'
import type { AvailableUpdate, MarketTask } from '#shared/contract'
import { Emitter, err, fail, ok, type Failure, type Result } from '#shared/kit'
import { whileLocked } from '../kit'
import {
  installedManifest,
  pinPlugin,
  pluginGlances,
  rollBack,
  uninstallPlugin,
} from '../plugins/packages'
import { openCatalogue } from '../store'
import { MarketCatalogue } from './catalogue/market-catalogue'
import { cardMaker, type RatingOf } from './catalogue/search'
import { dependentsOf } from './install/dependents'
import { Environments } from './install/environments'
import { undoInterrupted } from './install/journal'
import { isInterrupted } from './install/journal-file'
import { needsAgreement } from './install/needs-agreement'
import { perform } from './install/perform'
import { prepare, type Prepared, type WantedPlugin } from './install/prepare'
import { openShop, type Shop } from './install/shop'
import type { MarketParts } from './market-parts'
import { publishOwn, type PublishOwnWish } from './publish/publish-own'
import { MarketTasks, type RunningTask, type TaskEnd } from './tasks'

export interface ChangeWish extends WantedPlugin {
  /** Of the plan that the user agreed to. */
  readonly agreement?: string | undefined
  /** Whatever is asked. */
  readonly agreed?: boolean
}

/** What registries have, and everything that changes what is installed. The service and the command line drive it. */
export class Market implements AsyncDisposable {
  readonly shop: Shop
  readonly tasks = new MarketTasks()
  readonly environments: Environments
  /** These plugins are others on the disk, or may run no more. */
  readonly installedChanged = new Emitter<readonly string[]>()
  /** What the panel’s reviews say; nobody’s until somebody is asked. */
  ratingOf: RatingOf = () => undefined
  readonly #parts: MarketParts

  constructor(parts: MarketParts, catalogue: MarketCatalogue) {
    this.#parts = parts
    this.shop = openShop(parts, catalogue)
    const { installed } = this.shop
    // Those that run and were revoked stop now.
    catalogue.revoked.on(() => this.installedChanged.emit([]))
    this.environments = new Environments({ places: parts.places, clock: parts.clock, installed })
  }

  get catalogue(): MarketCatalogue {
    return this.shop.catalogue
  }

  /** What an installation would do. Fetches; changes nothing. */
  plan(wanted: WantedPlugin): Promise<Result<Prepared, readonly Failure[]>> {
    return prepare(this.shop, wanted)
  }

  install(wish: ChangeWish): { readonly task: string } {
    const action = wish.update === true ? 'update' : 'install'
    return this.#begin(action, wish.id, task => this.#install(wish, task))
  }

  rollBack(id: string): { readonly task: string } {
    return this.#begin('rollback', id, async () => {
      const done = await rollBack(id, this.#parts.places.plugins)
      return done.ok ? { failures: [], version: done.value.to } : { failures: [done.error] }
    })
  }

  /** Refused where something would lack it. `version` names one of several majors. */
  uninstall(
    id: string,
    {
      anyway = false,
      version,
    }: { readonly anyway?: boolean; readonly version?: string | undefined },
  ): { readonly task: string } {
    return this.#begin('uninstall', id, async () => {
      const { plugins } = this.#parts.places
      const named = version === undefined ? id : this.#folderOf(id, version)
      const needed = anyway ? [] : dependentsOf(named, this.shop.installed, plugins)
      if (needed.length > 0) {
        const by = needed.map(other => this.nameOf(other) ?? other)
        const detail = `“${this.nameOf(id) ?? id}” is needed by ${by.join(', ')}.`
        return { failures: [fail('plugin-needed', detail)] }
      }
      const gone = await uninstallPlugin(named, plugins)
      return gone.ok ? { failures: [], version: gone.value.version } : { failures: [gone.error] }
    })
  }

  publish(wish: Omit<PublishOwnWish, 'signal' | 'onProgress'>): { readonly task: string } {
    return this.#begin('publish', wish.plugin.id, async task => {
      const stages = ['Packing…', 'Trying it in the sandbox…', 'Publishing…', 'Keeping it here…']
      const done = await publishOwn(this.#parts, {
        ...wish,
        signal: task.signal,
        onProgress: stage => task.progress(stage, (stages.indexOf(stage) + 0.5) / stages.length),
      })
      if (!done.ok) return { failures: done.error }
      await this.catalogue.refresh(wish.registry.name)
      return { failures: [], version: done.value.version }
    })
  }

  restore(snapshot: string): { readonly task: string } {
    return this.#begin('restore', '', async task => {
      const done = await this.environments.restore(snapshot, (stage, part) =>
        task.progress(stage, part),
      )
      return { failures: done.ok ? [] : done.error }
    })
  }

  async pin(id: string, pinned: boolean): Promise<Result<void>> {
    const done = await this.tasks.inTurn(() => pinPlugin(id, this.#parts.places.plugins, pinned))
    this.changed()
    return done.ok ? ok() : done
  }

  /** What people call a plugin, as a registry or the plugin itself says. */
  nameOf(id: string): string | undefined {
    const { plugins, builtIn } = this.#parts.places
    const listed = this.catalogue.get(id)?.shown.card.name
    return listed ?? installedManifest(plugins, id)?.name ?? pluginGlances(builtIn).get(id)?.name
  }

  updates(): readonly AvailableUpdate[] {
    const { catalogue, installed } = this.shop
    const maker = cardMaker(this.#parts, catalogue, installed)
    return [...installed.all.values()].flatMap(({ id, version, pinned }) => {
      const listed = catalogue.get(id)
      const available = listed && maker.update(listed)
      if (listed === undefined || available === undefined) return []
      return [{ id, name: listed.shown.card.name, installed: version, available, pinned }]
    })
  }

  /** Where an installation of several plugins was killed, all of them become what they were. */
  async recover(): Promise<void> {
    if (!isInterrupted(this.#parts.places.plugins)) return
    await this.ended(this.#begin('restore', '', async () => ({ failures: [] })))
  }

  /** Waits until a task is over. */
  async ended({ task }: { readonly task: string }): Promise<MarketTask | undefined> {
    return this.tasks.ended(task)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.tasks[Symbol.asyncDispose]()
    this.catalogue[Symbol.dispose]()
    this.installedChanged[Symbol.dispose]()
  }

  async #install(wish: ChangeWish, task: RunningTask): Promise<TaskEnd> {
    const { signal } = task
    const onProgress = (stage: string, part: number) => task.progress(stage, part * 0.7)
    const prepared = await prepare(this.shop, wish, { signal, onProgress })
    if (!prepared.ok) return { failures: prepared.error }
    const { plan, steps } = prepared.value
    const isAgreed = wish.agreed === true || wish.agreement === plan.agreement
    if (plan.questions.length > 0 && !isAgreed) {
      return { failures: [needsAgreement(wish.id, plan)], plan }
    }
    if (steps.length === 0) {
      const version = this.shop.installed.get(wish.id)?.version
      return { failures: [], ...(version !== undefined && { version }) }
    }
    const names = steps.map(({ planned }) => `${planned.name} ${planned.to}`).join(', ')
    const kept = await this.environments.take(`Before ${names}`.slice(0, 100), true)
    if (!kept.ok) return { failures: [kept.error] }
    const done = await perform(steps, this.#parts.places, {
      signal,
      onProgress: (stage, part) => task.progress(stage, 0.7 + part * 0.3),
    })
    const version = steps.find(({ planned }) => planned.id === wish.id)?.planned.to
    return done.ok
      ? { failures: [], ...(version !== undefined && { version }) }
      : { failures: done.error }
  }

  /** Under the lock of all that change plugins, in whatever process. */
  #begin(
    action: MarketTask['action'],
    plugin: string,
    work: (task: RunningTask) => Promise<TaskEnd>,
  ): { readonly task: string } {
    const name = this.nameOf(plugin)
    const begun = { action, plugin, ...(name !== undefined && { name }) }
    return this.tasks.begin(begun, async task => {
      const busy = fail('write-failed', 'Another Wireharp is changing plugins.')
      const path = join(this.#parts.places.plugins, '.market')
      this.shop.installed.renew()
      const done = await whileLocked(
        path,
        async () => {
          await this.#undoInterrupted()
          return ok(await work(task))
        },
        { busy },
      )
      this.changed()
      return done.ok ? done.value : { failures: [done.error] }
    })
  }

  /** What is installed is another set now. */
  changed(): void {
    this.#tell(this.shop.installed.renew())
  }

  /** Something may have been made here. */
  look(): void {
    const ids = this.shop.installed.renew()
    if (ids.length > 0) this.#tell(ids)
  }

  #tell(ids: readonly string[]): void {
    this.installedChanged.emit(ids)
    this.catalogue.renew()
  }

  async #undoInterrupted(): Promise<void> {
    await undoInterrupted(this.#parts.places.plugins)
    this.shop.installed.forget()
  }

  /** Of several majors, the id of the folder that has this one. */
  #folderOf(id: string, version: string): string {
    const alias = `${id}.v${major(version)}`
    return this.shop.installed.get(alias)?.version === version ? alias : id
  }
}

/** Opens what is known of all registries; asks none. */
export function openMarket(parts: MarketParts): Result<Market> {
  const store = openCatalogue(join(parts.places.cache, 'catalogue.db'))
  if (!store.ok) return err(store.error)
  return ok(new Market(parts, new MarketCatalogue(parts, store.value)))
}
