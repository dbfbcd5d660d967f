import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import type { ServiceOf, ToolInfo, ToolsContract } from '#shared/contract'
import type { JsonSchema, ToolSpec } from '#shared/graph'
import { unknownTool } from './abilities/call-tool'
import type { PluginRunner } from './plugin-runner'

const USUAL_MS = 10_000

/** What of a value does not fit a schema, each with its place. */
export type ValueProblems = (
  schema: JsonSchema,
  value: unknown,
) => readonly { readonly at: string; readonly problem: string }[]

export type Tools = ServiceOf<ToolsContract> & {
  readonly run: (tool: string, input: unknown) => Promise<Result<unknown>>
  readonly has: (tool: string) => boolean
}

export function createToolsService(runner: PluginRunner, problems: ValueProblems): Tools {
  const { directory } = runner
  async function run(tool: string, input: unknown): Promise<Result<unknown>> {
    const { plugin, name, spec } = placeOf(tool)
    if (spec === undefined) return err(unknownTool(tool))
    const wrong = inputProblem(problems, tool, spec, input)
    if (wrong !== undefined) return err(wrong)
    const timeoutMs = spec.timeoutMs ?? USUAL_MS
    const result = await runner.call(plugin, { what: 'tool', name, input, timeoutMs })
    if (!result.ok) return result
    const [odd] = spec.output === undefined ? [] : problems(spec.output, result.value)
    if (odd === undefined) return result
    return err(fail('tool-output-invalid', `${tool}: ${`${odd.at} ${odd.problem}`.trim()}.`))
  }
  function placeOf(tool: string) {
    const slash = tool.lastIndexOf('/')
    const [plugin, name] = [tool.slice(0, slash), tool.slice(slash + 1)]
    const found = directory.isEnabled(plugin) ? directory.found.get(plugin) : undefined
    const all: Readonly<Record<string, ToolSpec>> = found?.manifest.tools ?? {}
    return { plugin, name, spec: Object.hasOwn(all, name) ? all[name] : undefined }
  }
  return {
    run,
    has: tool => placeOf(tool).spec !== undefined,
    list: () => ok(listTools(runner)),
    call: async ({ tool, input }) => {
      const result = await run(tool, input)
      return result.ok ? ok({ output: result.value }) : result
    },
  }
}

/** Why a tool is not called with this. */
export function inputProblem(
  problems: ValueProblems,
  tool: string,
  { input: schema }: ToolSpec,
  input: unknown,
): Failure | undefined {
  const [wrong] = problems(schema, input)
  if (wrong === undefined) return undefined
  return fail('tool-input-invalid', `${tool}: ${`${wrong.at} ${wrong.problem}`.trim()}.`, wrong.at)
}

function listTools({ directory }: PluginRunner): readonly ToolInfo[] {
  const enabled = [...directory.found].filter(([id]) => directory.isEnabled(id))
  const tools = enabled.flatMap(([plugin, { manifest }]) =>
    Object.entries(manifest.tools).map(([id, spec]): ToolInfo => {
      const { label, description, input, output } = spec
      const tool = `${plugin}/${id}`
      return { tool, plugin, label, description, input, ...(output !== undefined && { output }) }
    }),
  )
  return tools.toSorted((a, b) => (a.tool < b.tool ? -1 : 1))
}
