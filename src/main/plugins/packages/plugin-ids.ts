import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { findPlugins } from '../find-plugins'

const glanceSchema = z.object({
  id: z.string(),
  name: z.string().optional().catch(undefined),
  version: z.string().catch(''),
  dependencies: z.record(z.string(), z.string()).catch({}),
})
export type PluginGlance = z.infer<typeof glanceSchema>

/** Ids of the plugins below a folder, whether they are sound or not: a glance, not a reading. */
export function pluginIds(root: string): ReadonlySet<string> {
  return new Set(pluginGlances(root).keys())
}

/** What the plugins below a folder say that they are, by id. */
export function pluginGlances(root: string): ReadonlyMap<string, PluginGlance> {
  return new Map(
    findPlugins(root).flatMap(folder => {
      const glance = glanceIn(folder)
      return glance === undefined ? [] : [[glance.id, glance] as const]
    }),
  )
}

function glanceIn(folder: string): PluginGlance | undefined {
  try {
    const text = readFileSync(join(folder, 'plugin.json'), 'utf8')
    const parsed = glanceSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
