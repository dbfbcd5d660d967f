import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { lintCode } from './lint-code'
import type { LintFinding } from './requests'

/** Reads the author’s sources without running them. */
export async function lintFiles({
  folder,
  files,
}: {
  readonly folder: string
  readonly files: readonly string[]
}): Promise<LintFinding[]> {
  const all = await Promise.all(
    files.map(async path => lintCode(path, await readFile(join(folder, path), 'utf8'))),
  )
  return all.flat()
}
