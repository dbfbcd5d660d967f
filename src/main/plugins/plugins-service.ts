import {
  err,
  eventStream,
  fail,
  Emitter,
  ok,
  type CpuProfile,
  type Failure,
  type Result,
  type StopSignal,
} from '#shared/kit'
import type {
  Capability,
  MeasureEvent,
  PluginCertificate,
  PluginInfo,
  PluginInstance,
  PluginsChange,
  PluginsContract,
  SavedNodePlugin,
  ScriptSource,
  ServiceOf,
  WrittenPackage,
  WrittenScript,
} from '#shared/contract'
import type { NodeCatalog, NodeSpec, PluginAbout } from '#shared/graph'
import { silentLog } from '../kit'
import type { PluginManager } from './plugin-manager'
import { hasOwnCode, profilePlugin } from './profile-plugin'

/** What is saved as a node of one’s own. */
export interface NodeToSave {
  readonly name: string
  readonly node: NodeSpec
  readonly dependencies: Readonly<Record<string, string>>
  /** The plugin that it is a newer version of, and which version that is. */
  readonly replace?: { readonly id: string; readonly version: string }
  /** What its author says of it, where it is a plugin for others too. */
  readonly about?: PluginAbout
}

/** A plugin that is to be written as a file or a folder. */
export interface PackageToWrite {
  /** Its folder, as it is installed. */
  readonly folder: string
  readonly path: string
  readonly form: 'package' | 'folder'
  readonly certify: boolean
  readonly replace: boolean
}

/** Writes plugins for others. */
export type PackageWriter = (plugin: PackageToWrite) => Promise<Result<WrittenPackage>>

/** What tells plugins that were saved from those that were written; the browser shows it as their heading. */
export const SAVED_CATEGORY = 'My nodes'

/** Puts what was made here among the user’s plugins. */
export interface NodeSaver {
  node(node: NodeToSave): Promise<Result<SavedNodePlugin>>
  faust(program: { readonly name: string; readonly text: string }): Promise<Result<SavedNodePlugin>>
}

/** Plugins that are written in the app. */
export interface ScriptWriter {
  make(wanted: { readonly name: string; readonly template: string }): Promise<Result<WrittenScript>>
  read(id: string): Promise<Result<ScriptSource>>
  /** Writes nodes as the code of one. */
  convert(
    graph: { readonly name: string; readonly node: NodeSpec },
    catalog: NodeCatalog,
  ): Promise<Result<WrittenScript>>
  /** The nodes that a script was made of. */
  graph(id: string): Promise<Result<NodeSpec>>
  write(source: ScriptSource): Promise<Result<WrittenScript>>
}

const readOnly = () => Promise.resolve(err(fail('folder-read-only', '')))
const noScripts: ScriptWriter = {
  make: readOnly,
  read: readOnly,
  write: readOnly,
  convert: readOnly,
  graph: readOnly,
}

/** Where nothing can be saved. */
const noSaver: NodeSaver = {
  node: () => Promise.resolve(err(fail('folder-read-only', ''))),
  faust: () => Promise.resolve(err(fail('folder-read-only', ''))),
}

/** What runs the instances that are made over the API: the plugin host. */
export interface PluginInstances {
  create(
    plugin: string,
    options: { readonly tool?: string; readonly config?: Readonly<Record<string, unknown>> },
  ): Promise<Result<PluginInstance>>
  destroy(instance: string): Promise<Result<void>>
  execute(
    instance: string,
    call: {
      readonly inputs: Readonly<Record<string, unknown>>
      readonly parameters: Readonly<Record<string, unknown>>
    },
    signal: StopSignal,
  ): Promise<Result<unknown>>
  /** Where the time of a tool or a sensor goes; without a name the first sensor’s, or the first tool’s. */
  profile(
    plugin: string,
    part: {
      readonly tool?: string
      readonly sensor?: string
      readonly input?: Readonly<Record<string, unknown>>
    },
    seconds: number,
  ): Promise<Result<CpuProfile>>
}

/** What was found out about plugins. */
export interface PluginCertificates {
  of(plugin: PluginInfo): Promise<PluginCertificate>
  measure(
    plugin: PluginInfo,
    onProgress: (what: string) => void,
  ): Promise<Result<PluginCertificate, readonly Failure[]>>
}

/** Mends a plugin that does not run, and tells in a sentence how. */
export type PluginRepair = (plugin: string) => Promise<Result<string>>

/** Where nothing is measured. */
const noCertificates: PluginCertificates = {
  of: () => Promise.resolve({ drift: [] }),
  measure: () => Promise.resolve(err([fail('engine-unavailable', '')])),
}

/** Where nothing runs them. */
export const noInstances: PluginInstances = {
  create: plugin =>
    Promise.resolve(
      err(fail('plugin-has-no-instances', `“${plugin}” cannot be run by itself here.`)),
    ),
  destroy: instance => Promise.resolve(err(unknownInstance(instance))),
  profile: plugin =>
    Promise.resolve(err(fail('plugin-not-profiled', `${plugin} runs nothing here.`))),
  execute: instance => Promise.resolve(err(unknownInstance(instance))),
}

function unknownInstance(instance: string) {
  return fail('instance-unknown', `There is no instance “${instance}”.`)
}

/** What is installed and how it fares, for the panels and the API. */
export function createPluginsService(
  manager: PluginManager,
  instances: PluginInstances = noInstances,
  save: NodeSaver = noSaver,
  certificates: PluginCertificates = noCertificates,
  write: PackageWriter = readOnly,
  scripts: ScriptWriter = noScripts,
  more: () => Promise<readonly Capability[]> = async () => [],
  repair: PluginRepair = readOnly,
): ServiceOf<PluginsContract> {
  /** Runs work on a plugin that is there, enabled or not. */
  const known = <T>(id: string, work: (plugin: PluginInfo) => T) => {
    const plugin = manager.get(id)
    return plugin === undefined ? err(unknownPlugin(id)) : work(plugin)
  }
  return {
    list: () => ok(manager.plugins),
    nodes: () => ok([...manager.catalog.values()]),
    catalogue: ({ since }) => ok(manager.catalogue(since)),
    status: () => ok(manager.status()),
    capabilities: async () =>
      ok({ capabilities: [...manager.plugins.flatMap(capabilitiesOf), ...(await more())] }),
    get: ({ id }) => manager.details(id),
    writePackage: ({ id, ...how }) => known(id, ({ folder }) => write({ folder, ...how })),
    newScript: async wanted => {
      const made = await scripts.make(wanted)
      if (made.ok) manager.refreshOf([made.value.plugin])
      return made
    },
    readScript: ({ id }) => scripts.read(id),
    convertGraph: async wanted => {
      const made = await scripts.convert(wanted, manager.catalog)
      if (made.ok) manager.refreshOf([made.value.plugin])
      return made
    },
    scriptGraph: ({ id }) => scripts.graph(id),
    writeScript: async source => {
      const written = await scripts.write(source)
      if (written.ok) manager.refreshOf([written.value.plugin])
      return written
    },
    saveFaust: async program => {
      const saved = await save.faust(program)
      if (saved.ok) manager.refreshOf([saved.value.plugin])
      return saved
    },
    saveNode: async ({ replace, name, node, dependencies, about }) => {
      const before = replace === undefined ? undefined : manager.get(replace)
      const isOwn = before?.own === true || before?.category === SAVED_CATEGORY
      if (replace !== undefined && !isOwn) {
        return err(fail('plugin-not-found', `There is no node of your own called “${replace}”.`))
      }
      const saved = await save.node({
        ...{ name, node, dependencies },
        ...(before !== undefined && { replace: { id: before.id, version: before.version } }),
        ...(about !== undefined && { about }),
      })
      // Watching would tell too, a moment later.
      if (saved.ok) manager.refreshOf([saved.value.plugin])
      return saved
    },
    reload: ({ id }) => manager.reload(id),
    setEnabled: ({ id, enabled }) => manager.setEnabled(id, enabled),
    promote: ({ id, promoted }) => manager.promote(id, promoted),
    configure: ({ id, config }) => manager.configure(id, config),
    repair: ({ id }) =>
      known(id, async () => {
        const repaired = await repair(id)
        return repaired.ok ? ok({ done: repaired.value }) : repaired
      }),
    stats: ({ id }) => known(id, () => ok(manager.stats.of(id))),
    profile: ({ id, node, tool, sensor, input, seconds }) =>
      known(id, () => {
        const part = {
          ...(tool !== undefined && { tool }),
          ...(sensor !== undefined && { sensor }),
          ...(input !== undefined && { input }),
        }
        const isPart = tool !== undefined || sensor !== undefined
        if (isPart || (node === undefined && !hasOwnCode(manager, id))) {
          return instances.profile(id, part, seconds)
        }
        return profilePlugin({
          plugins: manager,
          log: silentLog,
          plugin: id,
          seconds,
          ...(node !== undefined && { node }),
        })
      }),
    certificate: ({ id }) => known(id, async plugin => ok(await certificates.of(plugin))),
    async *measure({ id }, { signal }) {
      const plugin = manager.get(id)
      using told = new Emitter<MeasureEvent>()
      const tell = (event: MeasureEvent) => told.emit(event)
      const begin = async () => {
        if (plugin === undefined) return err([unknownPlugin(id)])
        return certificates.measure(plugin, what => tell({ kind: 'progress', what }))
      }
      void begin().then(done =>
        tell(
          done.ok
            ? { kind: 'measured', certificate: done.value }
            : { kind: 'failed', failure: done.error[0] ?? fail('engine-unavailable', '') },
        ),
      )
      for await (const event of eventStream(told, signal)) {
        yield event
        if (event.kind !== 'progress') return
      }
    },
    log: ({ id, lines }) => known(id, async () => ok(await manager.logs.tail(id, lines))),
    async *changes(_input, { signal }) {
      using told = new Emitter<PluginsChange>()
      using _subscription = manager.changes.on(({ plugins, nodes }) =>
        told.emit({ revision: manager.revision, plugins, nodes }),
      )
      const now = { revision: manager.revision, plugins: [], nodes: true }
      yield* eventStream(told, signal, { first: () => [now] })
    },
    createInstance: ({ id, tool, config }) =>
      known(id, async plugin => {
        if (plugin.state !== 'enabled') {
          return err(fail('plugin-not-enabled', `${plugin.name} is ${plugin.state}.`))
        }
        if (plugin.contributes.tools.length === 0) return noInstances.create(id, {})
        return instances.create(id, {
          ...(tool !== undefined && { tool }),
          ...(config !== undefined && { config }),
        })
      }),
    destroyInstance: ({ instance }) => instances.destroy(instance),
    execute: ({ instance, inputs, parameters }, { signal }) =>
      instances.execute(instance, { inputs, parameters }, signal),
  }
}

function unknownPlugin(id: string) {
  return fail('plugin-not-found', `There is no plugin “${id}”.`)
}

/** What a plugin can do for others, and whether it can now. */
function capabilitiesOf({ id, state, reason, contributes }: PluginInfo): Capability[] {
  const { providers, tools, sensors } = contributes
  const able: [kind: string, name: string][] = [
    ...providers.map((provider): [string, string] => {
      const slash = provider.indexOf('/')
      return [provider.slice(0, slash), provider.slice(slash + 1)]
    }),
    ...tools.map((tool): [string, string] => ['tool', tool]),
    ...sensors.map((sensor): [string, string] => ['sensor', sensor]),
  ]
  return able.map(([kind, name]) => ({
    kind,
    name,
    plugin: id,
    available: state === 'enabled',
    ...(state !== 'enabled' && { reason: reason?.message ?? `The plugin is ${state}.` }),
  }))
}
