import { oc, type } from '@orpc/contract'
import { z } from 'zod'
import type { JsonSchema } from '../graph'

export interface ToolInfo {
  /** `<plugin>/<tool>` */
  readonly tool: string
  readonly plugin: string
  readonly label: string
  readonly description: string
  readonly input: JsonSchema
  readonly output?: JsonSchema
}

/** Tools of plugins: for nodes, people, scripts and assistants alike. */
export const toolsContract = {
  /** Those that can be called now, by name. */
  list: oc.route({ method: 'GET', path: '/tools' }).output(type<readonly ToolInfo[]>()),
  /** Input and output are held against the tool’s schemas. */
  call: oc
    .route({ method: 'POST', path: '/tools/call' })
    .input(
      z.strictObject({
        tool: z.string().min(3).max(300),
        input: z.record(z.string().max(200), z.unknown()).default({}),
      }),
    )
    .output(type<{ readonly output: unknown }>()),
}
