import { statSync } from 'node:fs'
import { join, posix } from 'node:path'

const endings = ['', '.ts', '.tsx', '/index.ts', '/index.tsx']

/** The file of the repository that `specifier` means in `importer`, or undefined for a package. */
export function resolveImport(
  root: string,
  importer: string,
  specifier: string,
): string | undefined {
  const [bare = ''] = specifier.split('?')
  const shared = /^#shared\/(.+)$/.exec(bare)
  if (shared) return `src/shared/${shared[1]}/index.ts`
  const own = /^@wireharp\/(sdk|testing)$/.exec(bare)
  if (own) return `plugins/${own[1]}/index.ts`
  if (!bare.startsWith('.')) return undefined
  const path = posix.join(posix.dirname(importer), bare)
  const found = endings.map(ending => `${path}${ending}`).find(file => isFile(join(root, file)))
  return found ?? path
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}
