import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { codeFileOf } from '#shared/contract'
import { err, fail, failureCodes, ok, type Failure, type Result } from '#shared/kit'
import { bundledAs, placeIn, runAside } from './run-aside'

const throwsSchema = z.array(z.object({ node: z.string(), message: z.string(), stack: z.string() }))

/** Runs every script node of a folder’s plugin for a moment: what is thrown is told with its place in the sources. */
export async function tryPlugin(folder: string): Promise<Result<void, readonly Failure[]>> {
  const manifest = await readFile(join(folder, 'plugin.json'), 'utf8').catch(() => '')
  const main = codeFileOf(manifest)
  if (!existsSync(join(folder, main))) return ok()
  const text = [
    `import plugin from './${main}'`,
    `import manifest from './plugin.json'`,
    `import { tryNodes } from '@wireharp/testing'`,
    `export default tryNodes(plugin, manifest)`,
  ].join('\n')
  const tried = await runAside(folder, text, main, throwsSchema)
  if (!tried.ok) {
    const { code, message, at } = tried.error
    // In the words of its command, which nobody has run here.
    const said = message.replace(failureCodes[code], '').trim()
    return err([code === 'plugin-test-failed' ? fail('script-not-loaded', said, at) : tried.error])
  }
  const failures = tried.value.map(({ node, message, stack }) => {
    const at = placeIn(stack, bundledAs(main))
    const where = at === undefined ? '' : ` at ${at}`
    return fail('script-threw', `${node}${where}: ${message}.`, at)
  })
  return failures.length === 0 ? ok() : err(failures)
}
