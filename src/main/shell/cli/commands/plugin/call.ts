import { parse as parseJson } from 'secure-json-parse'
import { z } from 'zod'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { fixedAnswers } from '../../../../grants'
import { appPaths, silentLog, systemClock } from '../../../../kit'
import { ModelStore } from '../../../../models'
import { enabledPlugins, valueProblems } from '../../../../plugins'
import { createPluginTools, type PluginTools } from '../../../../tools'
import { errorLine, exitCodes, oneLine, type Io } from '../../io'
import type { CallFlags } from '../../plugin-call'
import { openPlugins } from '../places'

const SENSOR_MS = 10_000
const PROVIDER_MS = 60_000

/** `wireharp plugin call`: a tool or a sensor, with no more rights than `--grant` gives. */
export async function call(io: Io, { tool, json, grant }: CallFlags): Promise<number> {
  await using manager = openPlugins(io.env)
  const shared = { paths: appPaths(io.env), clock: systemClock, log: silentLog }
  const plugins = () => enabledPlugins(manager)
  const models = new ModelStore({ ...shared, env: io.env, plugins })
  await using tools = await createPluginTools({
    ...shared,
    directory: manager,
    problems: valueProblems,
    models: () => models,
    ask: fixedAnswers(grant),
  })
  if (tool === undefined) {
    for (const line of listed(tools)) io.out(line)
    return exitCodes.done
  }
  const input = typeof json === 'string' ? parsed(json) : ok({})
  const answer = input.ok ? await answerOf(tools, tool, input.value) : input
  if (!answer.ok) {
    io.err(errorLine(answer.error))
    return exitCodes.refused
  }
  io.out(JSON.stringify(answer.value, undefined, 2))
  return exitCodes.done
}

function listed({ runner }: PluginTools): readonly string[] {
  const { directory } = runner
  return [...directory.found]
    .filter(([id]) => directory.isEnabled(id))
    .flatMap(([id, { manifest }]) => [
      ...manifest.providers.map(({ kind, name }) => [
        `${id}/${kind}/${name}`,
        `Provider of ${kind}: {"method": …, "args": […]}.`,
      ]),
      ...Object.entries(manifest.tools).map(([name, { description }]) => [
        `${id}/${name}`,
        description,
      ]),
      ...Object.entries(manifest.sensors).map(([name, { label, unit }]) => [
        `${id}/${name}`,
        `Sensor: ${label}${unit === '' ? '' : `, in ${unit}`}.`,
      ]),
    ])
    .map(([name = '', text = '']) => oneLine(`${name.padEnd(32)}${text}`))
    .toSorted()
}

async function answerOf(
  tools: PluginTools,
  tool: string,
  input: unknown,
): Promise<Result<unknown>> {
  const provider = providerOf(tools, tool)
  if (provider !== undefined) {
    const asked = z
      .strictObject({ method: z.string().max(100), args: z.array(z.unknown()).default([]) })
      .safeParse(input)
    if (!asked.success) {
      return err(fail('tool-input-invalid', 'A provider takes {"method": …, "args": […]}.'))
    }
    const { name, plugin } = provider
    const asking = { what: 'provider' as const, name, input: asked.data, timeoutMs: PROVIDER_MS }
    return tools.runner.call(plugin, asking)
  }
  const plugin = tool.slice(0, tool.lastIndexOf('/'))
  const name = tool.slice(plugin.length + 1)
  const { runner } = tools
  const sensors = runner.directory.found.get(plugin)?.manifest.sensors ?? {}
  if (!Object.hasOwn(sensors, name)) return tools.tools.run(tool, input)
  const asking = { name, input: {}, timeoutMs: SENSOR_MS }
  const begun = await runner.call(plugin, { ...asking, what: 'sensor-setup' })
  if (!begun.ok) return begun
  const value = await runner.call(plugin, { ...asking, what: 'sensor-read' })
  await runner.call(plugin, { ...asking, what: 'sensor-teardown' })
  if (!value.ok) return value
  return ok({ sourceId: tool, value: value.value, unit: sensors[name]?.unit, ts: Date.now() })
}

/** `fake/vad/fake`: a provider of an enabled plugin, by its kind and name. */
function providerOf({ runner }: PluginTools, tool: string) {
  for (const [plugin, { manifest }] of runner.directory.found) {
    if (!tool.startsWith(`${plugin}/`)) continue
    const name = tool.slice(plugin.length + 1)
    const found = manifest.providers.some(each => `${each.kind}/${each.name}` === name)
    if (found) return { plugin, name }
  }
  return undefined
}

function parsed(text: string): Result<unknown, Failure> {
  try {
    return ok(parseJson(text, { protoAction: 'error', constructorAction: 'error' }))
  } catch {
    return err(fail('tool-input-invalid', 'The input after --json is no JSON.'))
  }
}
