import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { placeIn, runAside } from './run-aside'

const throwsSchema = z.array(z.object({ node: z.string(), message: z.string(), stack: z.string() }))

/** Runs every script node of a folder’s plugin for a moment: what is thrown is told with its place in the sources. */
export async function tryPlugin(folder: string): Promise<Result<void, readonly Failure[]>> {
  const main = ['main.ts', 'main.js'].find(name => existsSync(join(folder, name)))
  if (main === undefined) return ok()
  const text = [
    `import plugin from './${main}'`,
    `import manifest from './plugin.json'`,
    `import { tryNodes } from '@wireharp/testing'`,
    `export default tryNodes(plugin, manifest)`,
  ].join('\n')
  const tried = await runAside(folder, text, main, throwsSchema)
  if (!tried.ok) return err([tried.error])
  const failures = tried.value.map(({ node, message, stack }) => {
    const at = placeIn(stack)
    const where = at === undefined ? '' : ` at ${at}`
    return fail('script-threw', `${node}${where}: ${message}.`, at)
  })
  return failures.length === 0 ? ok() : err(failures)
}
