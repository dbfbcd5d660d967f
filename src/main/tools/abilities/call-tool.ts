import { z } from 'zod'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'

const calling = z.strictObject({ tool: z.string().max(300), input: z.unknown() })
type ToolCall = z.infer<typeof calling>

/** A plugin’s wish to call a tool: `notes/transpose` with an input. */
export function toolCall(args: unknown): Result<ToolCall> {
  const wish = calling.safeParse(args)
  return wish.success
    ? ok(wish.data)
    : err(fail('request-invalid', 'A tool is called by its name.'))
}

/** The tool that is wished for. */
export function calledTool(args: unknown): string {
  const wish = toolCall(args)
  return wish.ok ? wish.value.tool : ''
}

/** Whether a scope names the tool, its plugin (`notes`, `notes/*`) or all. */
export function coversTool(scope: readonly string[], tool: string): boolean {
  const plugin = tool.slice(0, tool.lastIndexOf('/'))
  return [tool, plugin, `${plugin}/*`, '*'].some(each => scope.includes(each))
}

/** What the user is not asked about: a call of nothing. */
export function callProblem(
  args: unknown,
  isThere: (tool: string) => boolean,
): Failure | undefined {
  const wish = toolCall(args)
  if (!wish.ok) return wish.error
  const { tool } = wish.value
  return isThere(tool) ? undefined : unknownTool(tool)
}

export function unknownTool(tool: string): Failure {
  return fail('tool-unknown', `There is no tool “${tool.slice(0, 200)}”.`)
}
