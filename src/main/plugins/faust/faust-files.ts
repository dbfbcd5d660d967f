import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { manifestSchema } from '#shared/graph'
import { err, fail, ok, type Result } from '#shared/kit'
import { rootFolder } from '../../kit'
import { inWorker } from '../packages/in-worker'
import type { PackageFile } from '../packages/package-limits'
import { declared, faustSchema, type FaustDescription } from './faust-description'
import { manifestOf } from './faust-manifest'
import { faustProblem, linkFaust } from './link-faust'

/** No program is longer. */
export const MAX_FAUST_LETTERS = 500_000

/** A Faust program as the files of a plugin: nothing of it is run. */
export async function faustFiles(
  fileName: string,
  text: string,
  author: string,
): Promise<Result<readonly PackageFile[]>> {
  const name =
    fileName
      .replace(/\.dsp$/i, '')
      .replaceAll(/[^\w-]+/g, '-')
      .slice(0, 60) || 'faust'
  if (text.length > MAX_FAUST_LETTERS) {
    return err(fail('file-too-large', `“${fileName}” is longer than 500,000 letters.`))
  }
  const reply = await inWorker({ kind: 'faust', name, text })
  if (reply.kind !== 'faust') {
    return err(faustFailure(reply.kind === 'failed' ? reply.message : '', name))
  }
  const described = faustSchema.safeParse(JSON.parse(reply.json))
  if (!described.success) return err(refused(fileName, 'Its description cannot be read'))
  const problem = faustProblem(described.data)
  if (problem !== undefined) return err(refused(fileName, problem))
  const manifest = manifestOf(described.data, name, author)
  const parsed = manifestSchema.safeParse(manifest)
  if (!parsed.success) {
    return err(refused(fileName, parsed.error.issues[0]?.message ?? 'It cannot be described'))
  }
  const adapter = await readFile(join(rootFolder(), 'out/faust/adapter.wasm'))
  const module = linkFaust(Buffer.from(reply.code, 'base64'), adapter, described.data)
  return ok([
    { path: 'plugin.json', bytes: Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`) },
    { path: 'dsp.wasm', bytes: Buffer.from(module) },
    { path: `${name}.dsp`, bytes: Buffer.from(text) },
    { path: 'README.md', bytes: Buffer.from(readmeOf(manifest.name, described.data)) },
  ])
}

function refused(fileName: string, why: string) {
  return fail('faust-refused', `“${fileName}”: ${why}.`)
}

/** `lowpass:3 : ERROR : undefined symbol : foo` names the line. */
function faustFailure(said: string, name: string) {
  if (said === 'not-there') return fail('faust-missing', '')
  const text = said.replaceAll(/\s+/g, ' ').trim()
  const line = new RegExp(`^${name}:(\\d+)\\s*:\\s*`).exec(text) ?? /^\S*?:(\d+)\s*:\s*/.exec(text)
  const why = text.slice(line?.[0].length ?? 0).replace(/^ERROR\s*:\s*/i, '')
  const at = line === null ? undefined : `${name}.dsp:${line[1]}`
  const where = at ?? `${name}.dsp`
  return fail('faust-invalid', `${where}: ${why.slice(0, 300) || 'it does not compile'}.`, at)
}

/** With the licences of the libraries that its code was made of: they are those of the result too. */
function readmeOf(name: string, description: FaustDescription): string {
  const licences = description.meta
    .flatMap(entry => Object.entries(entry))
    .filter(([key]) => /licen[cs]e$/.test(key) && key.includes('/'))
    .map(([key, value]) => `- ${key.replace(/\.lib\/([\w]+:)?.*$/, '.lib')}: ${value}`)
  const list = [...new Set(licences)]
  const said = declared(description, 'description')
  return `# ${name}

${said === undefined ? '' : `${said}\n\n`}Made of a Faust program by Faust ${description.version ?? ''}; its source lies beside this file.
${list.length === 0 ? '' : `\nIt holds code of Faust’s libraries, under their licences:\n\n${list.join('\n')}\n`}`
}
