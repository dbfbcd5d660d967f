import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** Who a folder’s plugin.json names as its author. */
export function authorOf(path: string): string | undefined {
  try {
    const json: unknown = JSON.parse(readFileSync(join(path, 'plugin.json'), 'utf8'))
    const parsed = z.object({ author: z.string().min(1).max(100) }).safeParse(json)
    return parsed.success ? parsed.data.author : undefined
  } catch {
    return undefined
  }
}
