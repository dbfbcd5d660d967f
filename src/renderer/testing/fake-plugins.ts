import { implement } from '@orpc/server'
import {
  contract,
  type PluginDetails,
  type PluginInfo,
  type PluginsChange,
  type PluginState,
  type PluginStats,
  type SavedNodePlugin,
} from '#shared/contract'
import { Emitter, eventStream, fail } from '#shared/kit'
import type { NodeSpec } from '#shared/graph'
import { definitions } from './definitions'

/** Plugins in every state, for looking at the panel alone. Enabling and disabling them works. */
export class FakePlugins {
  readonly #changes = new Emitter<PluginsChange>()
  #plugins = everyState()
  #revision = 0

  get all(): readonly PluginInfo[] {
    return this.#plugins
  }

  router() {
    const shell = implement(contract).plugins
    const changes = this.#changes
    return {
      list: shell.list.handler(() => this.#plugins),
      nodes: shell.nodes.handler(() => definitions),
      catalogue: shell.catalogue.handler(() => ({
        revision: this.#revision,
        all: { plugins: this.#plugins, nodes: definitions },
      })),
      status: shell.status.handler(() => ({
        total: this.#plugins.length,
        states: counts(this.#plugins),
        nodes: definitions.length,
        scanMs: 12.3,
        cached: 80,
        warnings: ['There is no setting “plugins.pathes”; it was left out.'],
        folders: ['/opt/wireharp/plugins', '/home/ada/.local/share/wireharp/plugins'],
      })),
      capabilities: shell.capabilities.handler(() => ({ capabilities: [] })),
      get: shell.get.handler(({ input }) => this.#details(input.id)),
      saveNode: shell.saveNode.handler(({ input: { name, node } }) => this.#saved(name, node)),
      newScript: shell.newScript.handler(() => ({ plugin: 'gain', problems: [] })),
      readScript: shell.readScript.handler(({ input: { id } }) => ({
        plugin: id,
        manifest: '{}',
        code: '',
      })),
      writeScript: shell.writeScript.handler(({ input: { plugin } }) => ({
        plugin,
        problems: [],
      })),
      convertGraph: shell.convertGraph.handler(() => ({ plugin: 'gain', problems: [] })),
      scriptGraph: shell.scriptGraph.handler(() => {
        throw new Error('There is none.')
      }),
      saveFaust: shell.saveFaust.handler(({ input: { name } }) => ({
        type: `${name}/${name}`,
        plugin: name,
        version: '1.0.0',
      })),
      writePackage: shell.writePackage.handler(({ input: { path } }) => ({
        path,
        bytes: 1024,
        files: ['README.md', 'plugin.json'],
      })),
      certificate: shell.certificate.handler(() => ({ drift: [] })),
      measure: shell.measure.handler(async function* () {
        yield { kind: 'measured', certificate: { drift: [] } }
      }),
      reload: shell.reload.handler(({ input }) => this.#details(input.id)),
      setEnabled: shell.setEnabled.handler(({ input }) =>
        this.#put(input.id, input.enabled ? 'enabled' : 'disabled'),
      ),
      promote: shell.promote.handler(({ input }) => this.#details(input.id)),
      repair: shell.repair.handler(() => ({ done: 'Its settings are its defaults again.' })),
      configure: shell.configure.handler(({ input }) => ({
        ...this.#details(input.id),
        config: input.config,
      })),
      profile: shell.profile.handler(() => {
        throw new Error('The fake runs no code of plugins.')
      }),
      stats: shell.stats.handler(({ input }) => statsOf(input.id)),
      log: shell.log.handler(() => logLines),
      changes: shell.changes.handler(async function* ({ signal }) {
        yield { revision: 0, plugins: [], nodes: true }
        yield* eventStream(changes, signal)
      }),
      createInstance: shell.createInstance.handler(({ input }) => ({
        id: '1',
        plugin: input.id,
        tool: '',
      })),
      destroyInstance: shell.destroyInstance.handler(() => {}),
      execute: shell.execute.handler(() => ({})),
    }
  }

  #saved(name: string, node: NodeSpec): SavedNodePlugin {
    const plugin = `my-${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`
    const type = `${plugin}/node`
    definitions.push({ ...node, type, plugin, pluginVersion: '1.0.0', category: 'My nodes' })
    this.#revision++
    this.#changes.emit({ revision: this.#revision, plugins: [plugin], nodes: true })
    return { type, plugin, version: '1.0.0' }
  }

  #put(id: string, state: PluginState): PluginInfo {
    this.#plugins = this.#plugins.map(plugin => {
      if (plugin.id !== id) return plugin
      const { reason: _reason, ...rest } = plugin
      return { ...rest, state }
    })
    this.#revision++
    this.#changes.emit({ revision: this.#revision, plugins: [id], nodes: true })
    return this.#details(id)
  }

  #details(id: string): PluginDetails {
    const info = this.#plugins.find(plugin => plugin.id === id)
    if (info === undefined) throw new Error(`There is no ${id}.`)
    return {
      ...info,
      problems: info.reason === undefined ? [] : [info.reason],
      ...(info.configurable && { configSchema: thermometer }),
      config: { bus: 1, address: 0x76, unit: '°C', smooth: true },
      defaultConfig: { bus: 1, address: 0x76, unit: '°C', smooth: true },
    }
  }
}

const thermometer = {
  type: 'object',
  required: ['bus', 'address'],
  properties: {
    bus: {
      type: 'integer',
      minimum: 0,
      maximum: 9,
      title: 'Bus',
      description: 'Number of the I²C bus.',
    },
    address: { type: 'integer', minimum: 3, maximum: 119, title: 'Address' },
    unit: { type: 'string', enum: ['°C', '°F'], title: 'Unit' },
    smooth: { type: 'boolean', title: 'Smooth', description: 'Whether readings glide.' },
  },
}

const logLines = [
  { time: 1_795_254_000_000, level: 'info' as const, text: 'Reading the sensor on bus 1.' },
  { time: 1_795_254_004_000, level: 'warn' as const, text: 'A reading was late by 40 ms.' },
  { time: 1_795_254_009_000, level: 'error' as const, text: 'Died: it did not answer in time.' },
]

function statsOf(plugin: string): PluginStats {
  const times = { p50: 2.6, p95: 4.1, max: 38 }
  return {
    plugin,
    calls: 128_340,
    errors: 2,
    restarts: 1,
    drops: 0,
    cpu: 0.021,
    memoryBytes: 9_437_184,
    times,
    instances: [{ instance: 'drive', calls: 128_340, errors: 2, times }],
    minute: {
      cpu: Array.from({ length: 60 }, (_, at) => 0.02 + 0.004 * Math.sin(at / 5)),
      p95: Array.from({ length: 60 }, (_, at) => 4 + Math.sin(at / 3)),
    },
    at: 1_795_254_009_000,
  }
}

function counts(plugins: readonly PluginInfo[]): Record<PluginState, number> {
  const of = (state: PluginState) => plugins.filter(plugin => plugin.state === state).length
  return {
    enabled: of('enabled'),
    disabled: of('disabled'),
    skipped: of('skipped'),
    failed: of('failed'),
    'missing-dependencies': of('missing-dependencies'),
    quarantined: of('quarantined'),
  }
}

function everyState(): readonly PluginInfo[] {
  const builtIn = definitions.map(node =>
    plugin(node.plugin, node.label, {
      description: node.description,
      category: node.category,
      kind: node.kind,
      nodes: [node.type],
    }),
  )
  return [
    ...builtIn,
    plugin('i2c-temp', 'I²C thermometer', {
      origin: 'user',
      trust: 'sandboxed',
      kind: 'sensor',
      description: 'Temperature as a source of modulation, from a BME280 on the I²C bus.',
      source: 'https://example.com/i2c-temp.git',
      configurable: true,
      permissions: [
        {
          right: 'gpio',
          words: 'Use the pins of this machine (GPIO)',
          why: 'The sensor is wired to them.',
        },
        {
          right: 'network',
          scope: ['api.example.com'],
          words: 'Talk to the network: api.example.com',
        },
      ],
    }),
    plugin('gpio', 'GPIO', {
      state: 'skipped',
      kind: 'sensor',
      reason: fail('plugin-skipped', 'GPIO: there is no /dev/gpiochip0.'),
    }),
    plugin('shimmer', 'Shimmer', {
      origin: 'user',
      trust: 'promoted',
      state: 'disabled',
      description: 'A reverb whose tail climbs.',
    }),
    plugin('choir', 'Choir', {
      origin: 'user',
      trust: 'sandboxed',
      state: 'missing-dependencies',
      reason: fail(
        'plugin-dependency',
        'Choir: it needs “shimmer” in a version ^2.0.0, and 1.4.0 is there.',
      ),
    }),
    plugin('melt', 'Melt', {
      origin: 'user',
      trust: 'sandboxed',
      state: 'quarantined',
      reason: fail('plugin-quarantined', 'Melt: it died too often: it hung the engine.'),
    }),
    ...Array.from({ length: 4 }, (_item, index) =>
      plugin(`broken-${index + 1}`, `broken-${index + 1}`, {
        origin: 'user',
        trust: 'sandboxed',
        state: 'failed',
        description: '',
        version: '',
        author: '',
        reason: fail('plugin-manifest-invalid', 'At /version: a semantic version.', '/version'),
      }),
    ),
  ]
}

function plugin(id: string, name: string, changes: Partial<PluginInfo>): PluginInfo {
  return {
    id,
    name,
    version: '1.0.0',
    author: 'The Wireharp authors',
    description: `${name}.`,
    licence: 'Apache-2.0',
    category: 'Effects',
    kind: 'effect',
    origin: 'built-in',
    trust: 'built-in',
    folder: `/opt/wireharp/plugins/${id}`,
    state: 'enabled',
    nodes: [],
    contributes: {
      nodes: changes.nodes ?? [],
      tools: [],
      sensors: changes.kind === 'sensor' ? [id] : [],
      views: [],
      workflows: [],
      providers: [],
      models: [],
    },
    permissions: [],
    dependencies: {},
    configurable: false,
    ...changes,
  }
}
