import { join } from 'node:path'
import type { DropOutcome, MarketplaceContract, RatingSummary, ServiceOf } from '#shared/contract'
import type { Project } from '#shared/graph'
import type { Result } from '#shared/kit'
import type { AppPaths, Log } from '../kit'
import { usedDefinitions } from '../plugins'
import type { Workshop } from '../plugins/packages'
import { PolicyFile } from '../policy'
import { isInterrupted } from './install/journal-file'
import type { MadePlugin } from './marketplace-service'
import { needsOf } from './missing'
import type { DroppedPackage } from './take-package'
import { MarketThread } from './thread/market-thread'

/** A start is not slowed down by what can wait. */
const SWEEP_MS = 15_000
const FIRST_RENEWAL_MS = 5 * 60_000
const RENEWAL_MS = 24 * 3_600_000

export interface Marketplace extends AsyncDisposable {
  readonly service: ServiceOf<MarketplaceContract>
  /** What is made in the app is put among the plugins there too. */
  readonly workshop: Workshop
  /** Looks into a package that was dropped, or installs it. */
  takePackage(dropped: DroppedPackage): Promise<Result<DropOutcome>>
}

export interface CreateMarketplaceParts {
  readonly paths: AppPaths
  readonly log: Log
  /** Of an open project. */
  readonly documentOf: (project: string) => Result<Project>
  /** Version of every plugin that is enabled, by id. */
  readonly versions: () => ReadonlyMap<string, string>
  /** These plugins changed on the disk, or may run no more. */
  readonly refreshPlugins: (ids: readonly string[]) => void
  /** A plugin that is here. */
  readonly pluginOf: (id: string) => MadePlugin | undefined
  /** What reviews say of all plugins, as far as it is known now; `revision` counts its changes. */
  readonly ratings: () => {
    readonly revision: number
    readonly all: () => ReadonlyMap<string, RatingSummary>
  }
}

/**
 * The marketplace, in a thread that the first who asks for something begins: a start waits neither for it nor for its code,
 * and the sound passes by whatever it does. One that breaks off is begun anew by the next who asks.
 */
export function createMarketplace(parts: CreateMarketplaceParts): Marketplace {
  const { paths, log, documentOf, versions, pluginOf, refreshPlugins, ratings } = parts
  let opened: MarketThread | undefined
  const open = () =>
    (opened ??= new MarketThread({
      ...{ paths, refreshPlugins, ratings },
      needsOf(project) {
        const document = documentOf(project)
        return document.ok ? { ok: true, value: needsOf(document.value, versions()) } : document
      },
      pluginOf(id) {
        const plugin = pluginOf(id)
        if (plugin === undefined) return undefined
        // Nothing else of it has to cross.
        const { name, version, author, folder, own, editable } = plugin
        return {
          ...{ id, name, version, author, folder },
          ...(own !== undefined && { own }),
          ...(editable !== undefined && { editable }),
        }
      },
      onGone(why) {
        log.error({ why }, 'the marketplace broke off')
        opened = undefined
      },
    }))
  const policy = new PolicyFile(paths.config)
  /** Where the policy wants it, newer versions come by themselves; else nobody is asked for anything. */
  const renew = () => {
    if (policy.state.policy.updates.automatic) open().renew()
  }
  const first = setTimeout(renew, FIRST_RENEWAL_MS)
  const daily = setInterval(renew, RENEWAL_MS)
  const sweep = setTimeout(
    () => void import('./install/sweep').then(({ sweepLeft }) => sweepLeft(paths)),
    SWEEP_MS,
  )
  sweep.unref()
  first.unref()
  daily.unref()
  const service: ServiceOf<MarketplaceContract> = {
    search: (wish, call) => open().call('search', wish, call),
    details: (wish, call) => open().call('details', wish, call),
    asset: (wish, call) => open().call('asset', wish, call),
    preview: (wish, call) => open().call('preview', wish, call),
    plan: (wish, call) => open().call('plan', wish, call),
    install: (wish, call) => open().call('install', wish, call),
    update: (wish, call) => open().call('update', wish, call),
    pin: (wish, call) => open().call('pin', wish, call),
    rollBack: (wish, call) => open().call('rollBack', wish, call),
    uninstall: (wish, call) => open().call('uninstall', wish, call),
    publishing: (wish, call) => open().call('publishing', wish, call),
    publish: (wish, call) => open().call('publish', wish, call),
    cancel: (wish, call) => open().call('cancel', wish, call),
    watch: (_wish, call) => open().watch(call),
    registries: (wish, call) => open().call('registries', wish, call),
    addRegistry: (wish, call) => open().call('addRegistry', wish, call),
    setRegistryToken: (wish, call) => open().call('setRegistryToken', wish, call),
    removeRegistry: (wish, call) => open().call('removeRegistry', wish, call),
    refresh: (wish, call) => open().call('refresh', wish, call),
    updates: (wish, call) => open().call('updates', wish, call),
    missing: (wish, call) => open().call('missing', wish, call),
    lock: (wish, call) => open().call('lock', wish, call),
    snapshots: (wish, call) => open().call('snapshots', wish, call),
    takeSnapshot: (wish, call) => open().call('takeSnapshot', wish, call),
    restoreSnapshot: (wish, call) => open().call('restoreSnapshot', wish, call),
    dropSnapshot: (wish, call) => open().call('dropSnapshot', wish, call),
  }
  const workshop: Workshop = {
    saveNode: node => open().work('saveNode', node),
    saveFaust: program => open().work('saveFaust', program),
    newScript: wanted => open().work('newScript', wanted),
    readScript: id => open().work('readScript', id),
    writeScript: source => open().work('writeScript', source),
    // Of hundreds of definitions few are needed.
    convertGraph: ({ catalog, ...wanted }) =>
      open().work('convertGraph', { ...wanted, catalog: usedDefinitions(wanted.node, catalog) }),
    scriptGraph: id => open().work('scriptGraph', id),
    writePackage: plugin => open().work('writePackage', plugin),
    uninstall: id => open().work('uninstall', id),
  }
  // What an installation left that was killed is not put off until somebody looks for plugins.
  if (isInterrupted(join(paths.data, 'plugins'))) open()
  return {
    service,
    workshop,
    takePackage: dropped => open().take(dropped),
    async [Symbol.asyncDispose]() {
      clearTimeout(first)
      clearTimeout(sweep)
      clearInterval(daily)
      await opened?.[Symbol.asyncDispose]()
    },
  }
}
