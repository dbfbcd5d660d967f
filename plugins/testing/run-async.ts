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

function isSensor(value: unknown): value is SensorCode<Right> {
  return typeof value === 'object' && value !== null && 'read' in value
}

function isFactory<Kind extends ProviderKind>(
  value: unknown,
): value is ProviderFactory<Kind, Right> {
  return typeof value === 'function'
}
