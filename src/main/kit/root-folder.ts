import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

let found: string | undefined

/**
 * The folder of Wireharp itself: the checkout, or the installed package. Found by walking up to its
 * package.json, because the code runs from sources in tests and from out/main otherwise.
 */
export function rootFolder(): string {
  found ??= search(dirname(fileURLToPath(import.meta.url)))
  return found
}

function search(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (isRoot(folder)) return folder
    if (dirname(folder) === folder) throw new Error(`No package.json of wireharp above ${start}`)
  }
}

function isRoot(folder: string): boolean {
  const manifest = readText(join(folder, 'package.json'))
  return manifest !== undefined && /"name":\s*"wireharp"/.test(manifest)
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
