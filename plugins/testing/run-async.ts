import type {
  BaseContext,
  PluginCode,
  PluginContext,
  ProviderFactory,
  ProviderKind,
  Providers,
  Reading,
  Right,
  SensorCode,
  ToolCode,
  ToolInput,
  WorkCode,
  WorkResult,
} from '@wireharp/sdk'

/** Parts of the context that a test gives: its own `fetch`, `files`, `models` … and a configuration. */
export type TestContext = Partial<PluginContext<Right>>

/** A context as a plugin gets it, with nothing granted but what the test gives. Storage is in memory. */
export function testContext(parts: TestContext = {}): PluginContext<Right> & BaseContext {
  const kept = new Map<string, unknown>()
  const silent = () => {}
  return {
    config: {},
    log: { debug: silent, info: silent, warn: silent, error: silent },
    storage: {
      get: async key => kept.get(key),
      set: async (key, value) => void kept.set(key, value),
      remove: async key => void kept.delete(key),
      keys: async () => [...kept.keys()],
    },
    readings: { publish: silent },
    deadline: Number.MAX_SAFE_INTEGER,
    ...parts,
  }
}

/**
 * Calls a tool of a plugin: the set-up, the tool, the tear-down. Answers what the tool answers, as it would come
 * through JSON.
 *
 * @example
 * import { definePlugin, tool } from '@wireharp/sdk'
 * import { equal, runTool } from '@wireharp/testing'
 *
 * const plugin = definePlugin({ tools: { greet: {} } }, { tools: { greet: tool(() => 'hello') } })
 * equal(await runTool(plugin, 'greet', {}), 'hello')
 */
export async function runTool(
  plugin: PluginCode,
  name: string,
  input: ToolInput,
  context: TestContext = {},
): Promise<unknown> {
  const code = plugin.tools[name]
  if (!isTool(code)) throw new Error(`The plugin has no tool “${name}”`)
  const full = testContext(context)
  await call(plugin.setup, full)
  try {
    const answer: unknown = await code(input, full)
    return answer === undefined ? undefined : JSON.parse(JSON.stringify(answer))
  } finally {
    await call(plugin.teardown, full)
  }
}

/** How a sensor is run in a test. */
export interface SensorRun extends Omit<TestContext, 'readings'> {
  /** How many readings to take. */
  readonly readings: number
}

/**
 * Sets a sensor up, reads it so many times and tears it down. Throws where a reading is no finite number.
 *
 * @example
 * import { definePlugin, sensor } from '@wireharp/sdk'
 * import { equal, runSensor } from '@wireharp/testing'
 *
 * const plugin = definePlugin({ sensors: { one: {} } }, { sensors: { one: sensor({ read: () => 1 }) } })
 * equal(await runSensor(plugin, 'one', { readings: 2 }), [1, 1])
 */
export async function runSensor(
  plugin: PluginCode,
  name: string,
  { readings, ...context }: SensorRun,
): Promise<readonly number[]> {
  const code = plugin.sensors[name]
  if (!isSensor(code)) throw new Error(`The plugin has no sensor “${name}”`)
  const full = testContext(context)
  await call(plugin.setup, full)
  await code.setup?.(full)
  const values: number[] = []
  try {
    for (let turn = 0; turn < readings; turn++) {
      const value = await code.read(full)
      if (!Number.isFinite(value)) throw new Error(`Reading ${turn + 1} is ${value}`)
      values.push(value)
    }
  } finally {
    await code.teardown?.(full)
    await call(plugin.teardown, full)
  }
  return values
}

/**
 * Makes a provider of a plugin from a configuration.
 *
 * @example
 * import { definePlugin } from '@wireharp/sdk'
 * import { equal, makeProvider } from '@wireharp/testing'
 *
 * const plugin = definePlugin({}, { providers: { llm: { echo: () => ({ complete: async () => 'yes' }) } } })
 * equal(await (await makeProvider(plugin, 'llm', 'echo')).complete([]), 'yes')
 */
export async function makeProvider<Kind extends ProviderKind>(
  plugin: PluginCode,
  kind: Kind,
  name: string,
  config: Readonly<Record<string, unknown>> = {},
  context: TestContext = {},
): Promise<Providers[Kind]> {
  const factory = plugin.providers[`${kind}/${name}`]
  if (!isFactory<Kind>(factory)) throw new Error(`The plugin has no provider “${kind}/${name}”`)
  return factory(config, testContext({ ...context, config }))
}

/** How a node's work is run in a test. */
export interface WorkRun {
  /** Samples by channel, by input. */
  readonly clips?: Readonly<Record<string, readonly Float32Array[]>>
  /** Hz, as the node's `hears` says. */
  readonly sampleRate: number
  /** Outputs that it may write to. */
  readonly outputs?: readonly string[]
  readonly params?: Readonly<Record<string, unknown>>
  readonly context?: TestContext
}

/**
 * Has a node work on clips. Answers what it found, and what it wrote: samples by channel, by output.
 *
 * @example
 * import { definePlugin, work } from '@wireharp/sdk'
 * import { equal, runWork } from '@wireharp/testing'
 *
 * const dsp = { form: 'job', work: 'own', hears: { sampleRate: 8000, channels: 1 } }
 * const plugin = definePlugin({ nodes: { all: { dsp } } }, {
 *   works: { all: work(({ clips }) => ({ spans: [{ from: 0, to: (clips['in']?.frames ?? 0) / 8000 }] })) },
 * })
 * const done = await runWork(plugin, 'all', { sampleRate: 8000, clips: { in: [new Float32Array(8000)] } })
 * equal(done.result, { spans: [{ from: 0, to: 1 }] })
 */
export async function runWork(
  plugin: PluginCode,
  node: string,
  { clips = {}, sampleRate, outputs = [], params = {}, context = {} }: WorkRun,
): Promise<{
  readonly result: WorkResult
  readonly outputs: Readonly<Record<string, readonly Float32Array[]>>
}> {
  const code = plugin.works[node]
  if (!isWork(code)) throw new Error(`The plugin has no work “${node}”`)
  const full = testContext(context)
  const written = new Map<string, Float32Array[][]>()
  await call(plugin.setup, full)
  try {
    const result = await code(
      {
        params,
        clips: mapped(clips, channels => ({
          sampleRate,
          channels: channels.length,
          frames: channels[0]?.length ?? 0,
          read: async (from, count) => channels.map(samples => span(samples, from, count)),
        })),
        outputs: Object.fromEntries(
          outputs.map(port => [
            port,
            {
              write: async (sound: readonly Float32Array[]) =>
                void written.set(port, [
                  ...(written.get(port) ?? []),
                  sound.map(samples => samples.slice()),
                ]),
            },
          ]),
        ),
        progress: async () => {},
      },
      full,
    )
    const sounds = [...written].map(([port, parts]) => [port, joined(parts)] as const)
    return { result: result ?? {}, outputs: Object.fromEntries(sounds) }
  } finally {
    await call(plugin.teardown, full)
  }
}

/** Silence outside. */
function span(samples: Float32Array, from: number, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, at) => samples[from + at] ?? 0)
}

function joined(parts: readonly (readonly Float32Array[])[]): readonly Float32Array[] {
  return (parts[0] ?? []).map((_, channel) =>
    Float32Array.from(parts.flatMap(part => [...(part[channel] ?? [])])),
  )
}

function mapped<In, Out>(
  record: Readonly<Record<string, In>>,
  change: (value: In) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}

/** Collects what a plugin publishes: give its `publish` as `readings` of the context. */
export class PublishedReadings {
  readonly all: Reading[] = []
  readonly publish = (reading: Reading): void => void this.all.push(reading)
}

async function call(hook: unknown, context: BaseContext): Promise<void> {
  if (isHook(hook)) await hook(context)
}

function isHook(value: unknown): value is (context: BaseContext) => unknown {
  return typeof value === 'function'
}

function isTool(value: unknown): value is ToolCode<Right> {
  return typeof value === 'function'
}

function isWork(value: unknown): value is WorkCode<Right> {
  return typeof value === 'function'
}

function isSensor(value: unknown): value is SensorCode<Right> {
  return typeof value === 'object' && value !== null && 'read' in value
}

function isFactory<Kind extends ProviderKind>(
  value: unknown,
): value is ProviderFactory<Kind, Right> {
  return typeof value === 'function'
}
