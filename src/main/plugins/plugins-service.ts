import { err, eventStream, fail, Emitter, ok, type Result, type StopSignal } from '#shared/kit'
import type {
  Capability,
  PluginInfo,
  PluginInstance,
  PluginsChange,
  PluginsContract,
  SavedNodePlugin,
  ServiceOf,
} from '#shared/contract'
import type { NodeSpec } from '#shared/graph'
import { silentLog } from '../kit'
import type { PluginManager } from './plugin-manager'
import { profilePlugin } from './profile-plugin'

/** What is saved as a node of one’s own. */
export interface NodeToSave {
  readonly name: string
  readonly node: NodeSpec
  readonly dependencies: Readonly<Record<string, string>>
  /** The plugin that it is a newer version of, and which version that is. */
  readonly replace?: { readonly id: string; readonly version: string }
}

/** What tells plugins that were saved from those that were written; the browser shows it as their heading. */
export const SAVED_CATEGORY = 'My nodes'

/** Puts a node of one’s own among the user’s plugins. */
export type NodeSaver = (node: NodeToSave) => Promise<Result<SavedNodePlugin>>

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
}

/** Where nothing runs them. */
export const noInstances: PluginInstances = {
  create: plugin =>
    Promise.resolve(
      err(fail('plugin-has-no-instances', `“${plugin}” cannot be run by itself here.`)),
    ),
  destroy: instance => Promise.resolve(err(unknownInstance(instance))),
  execute: instance => Promise.resolve(err(unknownInstance(instance))),
}

function unknownInstance(instance: string) {
  return fail('instance-unknown', `There is no instance “${instance}”.`)
}

/** What is installed and how it fares, for the panels and the API. */
export function createPluginsService(
  manager: PluginManager,
  instances: PluginInstances = noInstances,
  save: NodeSaver = () => Promise.resolve(err(fail('folder-read-only', ''))),
): ServiceOf<PluginsContract> {
  /** Runs work on a plugin that is there, enabled or not. */
  const known = <T>(id: string, work: (plugin: PluginInfo) => T) => {
    const plugin = manager.get(id)
    return plugin === undefined
      ? err(fail('plugin-not-found', `There is no plugin “${id}”.`))
      : work(plugin)
  }
  return {
    list: () => ok(manager.plugins),
    nodes: () => ok([...manager.catalog.values()]),
    status: () => ok(manager.status()),
    capabilities: () => ok({ capabilities: manager.plugins.flatMap(capabilitiesOf) }),
    get: ({ id }) => manager.details(id),
    saveNode: async ({ replace, name, node, dependencies }) => {
      const before = replace === undefined ? undefined : manager.get(replace)
      if (replace !== undefined && before?.category !== SAVED_CATEGORY) {
        return err(fail('plugin-not-found', `There is no node of your own called “${replace}”.`))
      }
      const saved = await save({
        ...{ name, node, dependencies },
        ...(before !== undefined && { replace: { id: before.id, version: before.version } }),
      })
      // Watching would tell too, a moment later.
      if (saved.ok) manager.refresh()
      return saved
    },
    reload: ({ id }) => manager.reload(id),
    setEnabled: ({ id, enabled }) => manager.setEnabled(id, enabled),
    promote: ({ id, promoted }) => manager.promote(id, promoted),
    configure: ({ id, config }) => manager.configure(id, config),
    stats: ({ id }) => known(id, () => ok(manager.stats.of(id))),
    profile: ({ id, node, seconds }) =>
      known(id, () =>
        profilePlugin({
          plugins: manager,
          log: silentLog,
          plugin: id,
          seconds,
          ...(node !== undefined && { node }),
        }),
      ),
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
