import { nanoid } from 'nanoid'
import { err, fail, ok, type CpuProfile, type Result, type StopSignal } from '#shared/kit'
import type { ToolSpec } from '#shared/graph'
import type { PluginRunner } from './plugin-runner'
import { inputProblem, type ValueProblems } from './tools-service'

/** Instances at a time, all plugins together. */
const MOST = 64
const USUAL_MS = 10_000

interface Made {
  readonly plugin: string
  readonly tool: string
  readonly config: unknown
}

type Values = Readonly<Record<string, unknown>>

/**
 * Instances over the API: each is the plugin in an isolate of its own, with settings and a state of its own. What runs
 * is one of its tools: the one that was named, the only one, or the one called `execute`.
 */
export class PluginInstances {
  readonly #runner: PluginRunner
  readonly #problems: ValueProblems
  readonly #made = new Map<string, Made>()
  readonly #subscription: Disposable

  constructor(runner: PluginRunner, problems: ValueProblems) {
    this.#runner = runner
    this.#problems = problems
    // The code of those is gone with the plugin’s.
    this.#subscription = runner.directory.changes.on(({ plugins }) => {
      for (const [id, { plugin }] of this.#made) if (plugins.includes(plugin)) this.#made.delete(id)
    })
  }

  async create(
    plugin: string,
    options: { readonly tool?: string; readonly config?: Values },
  ): Promise<Result<{ readonly id: string; readonly plugin: string; readonly tool: string }>> {
    const { directory } = this.#runner
    const tools = directory.found.get(plugin)?.manifest.tools ?? {}
    const only = Object.keys(tools).length === 1 ? Object.keys(tools)[0] : undefined
    const tool = options.tool ?? only ?? 'execute'
    if (!directory.isEnabled(plugin) || !Object.hasOwn(tools, tool)) {
      return err(fail('tool-unknown', `${plugin} has no tool “${tool}”.`))
    }
    if (this.#made.size >= MOST) {
      return err(fail('instances-too-many', `There are ${MOST} instances already.`))
    }
    const config = { ...directory.configOf(plugin), ...options.config }
    const schema = directory.found.get(plugin)?.manifest.configSchema
    const [wrong] = schema === undefined ? [] : this.#problems(schema, config)
    if (wrong !== undefined) {
      const detail = `${plugin}: ${wrong.at} ${wrong.problem}.`
      return err(fail('instance-config-invalid', detail, wrong.at))
    }
    const id = nanoid(16)
    this.#made.set(id, { plugin, tool, config })
    return ok({ id, plugin, tool })
  }

  async destroy(instance: string): Promise<Result<void>> {
    const made = this.#made.get(instance)
    if (made === undefined) return err(unknown(instance))
    this.#made.delete(instance)
    await this.#runner.end(made.plugin, instance)
    return ok()
  }

  /**
   * `inputs` and `parameters` together are the tool’s input; a tool that knows the two apart, as `execute` of a class
   * does, gets them so. A caller who goes ends only the waiting.
   */
  async execute(
    instance: string,
    call: { readonly inputs: Values; readonly parameters: Values },
    signal: StopSignal,
  ): Promise<Result<unknown>> {
    const made = this.#made.get(instance)
    if (made === undefined) return err(unknown(instance))
    const { plugin, tool, config } = made
    const spec = this.#runner.directory.found.get(plugin)?.manifest.tools[tool]
    if (spec === undefined) return err(unknown(instance))
    const input = inputOf(spec, tool, call)
    const wrong = inputProblem(this.#problems, `${plugin}/${tool}`, spec, input)
    if (wrong !== undefined) return err(wrong)
    const { timeoutMs = USUAL_MS } = spec
    const calling = { what: 'tool', name: tool, input, timeoutMs } as const
    const done = this.#runner.call(plugin, calling, { id: instance, config })
    const { promise: gone, resolve } = Promise.withResolvers<Result<unknown>>()
    const leave = () => resolve(err(fail('plugin-timeout', `Nobody waits for ${plugin} any more.`)))
    signal.addEventListener('abort', leave)
    return Promise.race([done, gone]).finally(() => signal.removeEventListener('abort', leave))
  }

  /** Where the time of a tool or a sensor goes; without a name the first sensor’s, or the first tool’s. */
  async profile(
    plugin: string,
    wanted: { readonly tool?: string; readonly sensor?: string; readonly input?: Values },
    seconds: number,
  ): Promise<Result<CpuProfile>> {
    const { tools = {}, sensors = {} } = this.#runner.directory.found.get(plugin)?.manifest ?? {}
    const any = wanted.tool === undefined && wanted.sensor === undefined
    const sensor = wanted.sensor ?? (any ? Object.keys(sensors)[0] : undefined)
    const tool = wanted.tool ?? (any ? Object.keys(tools)[0] : undefined)
    if (sensor !== undefined && Object.hasOwn(sensors, sensor)) {
      const part = { what: 'sensor', name: sensor, input: {}, timeoutMs: USUAL_MS } as const
      return this.#runner.profile(plugin, part, seconds)
    }
    if (tool !== undefined && Object.hasOwn(tools, tool)) {
      const timeoutMs = tools[tool]?.timeoutMs ?? USUAL_MS
      const part = { what: 'tool', name: tool, input: wanted.input ?? {}, timeoutMs } as const
      return this.#runner.profile(plugin, part, seconds)
    }
    const named = wanted.sensor ?? wanted.tool
    const what =
      named === undefined ? 'nothing to run' : `no tool or sensor “${named.slice(0, 64)}”`
    return err(fail('plugin-not-profiled', `${plugin} has ${what}.`))
  }

  [Symbol.dispose](): void {
    this.#subscription[Symbol.dispose]()
  }
}

function inputOf(
  { input }: ToolSpec,
  tool: string,
  { inputs, parameters }: { readonly inputs: Values; readonly parameters: Values },
): Values {
  const named: unknown = input['properties']
  const known = typeof named === 'object' && named !== null ? named : {}
  const isApart = tool === 'execute' || 'inputs' in known || 'parameters' in known
  return isApart ? { inputs, parameters } : { ...inputs, ...parameters }
}

function unknown(instance: string) {
  return fail('instance-unknown', `There is no instance “${instance.slice(0, 64)}”.`)
}
