import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { rootFolder } from '../../../kit'

const schema = z.object({ keys: z.array(z.string().length(64)).max(20) })

/** Keys of the project: they came with the app, so they are as good as the app. They may revoke, too. */
export function ownKeys(): readonly string[] {
  try {
    const text = readFileSync(join(rootFolder(), 'out/catalogue/keys.json'), 'utf8')
    const parsed = schema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data.keys : []
  } catch {
    return []
  }
}
