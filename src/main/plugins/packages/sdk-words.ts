import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SdkWord } from '#shared/contract'
import { sdkFolders } from './sdk-modules'

/**
 * What plugins can import, out of the declarations of the SDK: names, what they are, and what is said of them. Types of
 * what a node is called with bring their members.
 */
export async function sdkWords(): Promise<readonly SdkWord[]> {
  const folder = sdkFolders()['@wireharp/sdk']
  if (folder === undefined) return []
  const names = await readdir(folder).catch(() => [])
  const words: SdkWord[] = []
  for (const name of names.filter(file => file.endsWith('.d.ts') && file !== 'index.d.ts')) {
    words.push(...wordsIn(await readFile(join(folder, name), 'utf8')))
  }
  const index = await readFile(join(folder, 'index.d.ts'), 'utf8').catch(() => '')
  const open = new Set(index.match(/\b[A-Za-z]\w+\b/g) ?? [])
  return words.filter(({ name, of }) => open.has(of ?? name))
}

/** Of one file: exported functions, constants and types, and the members of interfaces. */
export function wordsIn(text: string): SdkWord[] {
  const words: SdkWord[] = []
  const exported =
    /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*)?export (?:declare )?(function|const|interface|type|class) (\w+)([^\n]*)/g
  for (const [, doc = '', kind = '', name = '', rest = ''] of text.matchAll(exported)) {
    const type = rest.replace(/[;{]\s*$/, '').trim()
    words.push({
      name,
      kind: kindOf(kind),
      type: `${kind} ${name}${type}`.slice(0, 300),
      doc: plain(doc),
    })
  }
  for (const [, of = '', body = ''] of text.matchAll(
    /export interface (\w+)[^{]*\{([\s\S]*?)\n\}/g,
  )) {
    const member =
      /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*)?^ {4}(?:readonly )?(\w+)(\??[(:][^\n]*)/gm
    for (const [, doc = '', name = '', rest = ''] of body.matchAll(member)) {
      const type = `${name}${rest.replace(/;\s*$/, '')}`.slice(0, 300)
      words.push({
        name,
        of,
        kind: rest.startsWith('(') ? 'function' : 'property',
        type,
        doc: plain(doc),
      })
    }
  }
  return words
}

function kindOf(kind: string): SdkWord['kind'] {
  if (kind === 'function') return 'function'
  return kind === 'const' ? 'constant' : 'type'
}

/** Without stars and examples. */
function plain(doc: string): string {
  const lines = doc.split('\n').map(line => line.replace(/^\s*\*? ?/, '').trim())
  const example = lines.findIndex(line => line.startsWith('@'))
  return (example === -1 ? lines : lines.slice(0, example)).join(' ').trim().slice(0, 500)
}
