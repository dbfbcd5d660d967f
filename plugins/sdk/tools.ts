import type { PluginContext } from './context'
import type { Right } from './rights'

/**
 * The work of a tool. Its input fits the schema in plugin.json; what it answers must fit the output's, if there
 * is one, and be JSON. A throw becomes the tool's failure, with the message.
 */
export type ToolCode<Rights extends Right = never> = (
  // Checked against the schema before the call, so code may destructure what it declared.
  input: ToolInput,
  context: PluginContext<Rights>,
) => unknown

/** What a tool is called with: the fields of its schema. Read them with `text`, `number` and `flag`. */
export type ToolInput = Readonly<Record<string, unknown>>

/**
 * A tool's code, typed for the rights that it uses.
 *
 * @example
 * import { number, tool } from '@wireharp/sdk'
 *
 * export const double = tool(input => ({ value: number(input, 'value') * 2 }))
 */
export function tool<Rights extends Right = never>(code: ToolCode<Rights>): ToolCode<Rights> {
  return code
}

/**
 * A number of the input; the default where it is absent. Throws where it is no number.
 *
 * @example
 * import { number } from '@wireharp/sdk'
 *
 * export const tempo = number({ tempo: 96 }, 'tempo', 120)
 */
export function number(input: ToolInput, field: string, otherwise?: number): number {
  const value = input[field] ?? otherwise
  if (typeof value === 'number') return value
  throw new TypeError(`“${field}” must be a number`)
}

/**
 * A text of the input; the default where it is absent. Throws where it is no text.
 *
 * @example
 * import { text } from '@wireharp/sdk'
 *
 * export const title = text({}, 'title', 'Untitled')
 */
export function text(input: ToolInput, field: string, otherwise?: string): string {
  const value = input[field] ?? otherwise
  if (typeof value === 'string') return value
  throw new TypeError(`“${field}” must be a text`)
}

/**
 * A flag of the input; the default where it is absent. Throws where it is neither true nor false.
 *
 * @example
 * import { flag } from '@wireharp/sdk'
 *
 * export const loud = flag({ loud: true }, 'loud', false)
 */
export function flag(input: ToolInput, field: string, otherwise?: boolean): boolean {
  const value = input[field] ?? otherwise
  if (typeof value === 'boolean') return value
  throw new TypeError(`“${field}” must be true or false`)
}
