import type { Dirent } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { err, fail, ok, type Result } from '#shared/kit'
import { attempt, PathSet, readFailure } from '../../kit'
import { PackageCounter, type PackageFile } from './package-limits'

/** What is the author’s own: sources, tests, packages, and the project around them. */
const left =
  /^(node_modules|test|tests|coverage|\..*|package-lock\.json|tsconfig.*\.json|wireharp-signature\.json|.*\.tgz|.*\.test\.[jt]s|.*\.[cm]?ts)$/

/** The files of a folder that belong into a package: all but what is the author’s own. */
export async function folderFiles(folder: string): Promise<Result<readonly PackageFile[]>> {
  const files: PackageFile[] = []
  const counter = new PackageCounter()
  const paths = new PathSet()
  const walked = await walk(folder, '', async (entry, path) => {
    if (!entry.isFile()) {
      return err(
        fail('package-refused', `“${path}” is no plain file; a link leads elsewhere.`, path),
      )
    }
    const { size } = await stat(join(folder, path))
    const counted = counter.add(path, size)
    if (!counted.ok) return counted
    const added = paths.add(path)
    if (!added.ok) return added
    files.push({ path, bytes: await readFile(join(folder, path)) })
    return ok()
  })
  return walked.ok ? ok(files) : walked
}

async function walk(
  root: string,
  below: string,
  visit: (entry: Dirent, path: string) => Promise<Result<void>>,
): Promise<Result<void>> {
  const entries = await attempt(
    () => readdir(join(root, below), { withFileTypes: true }),
    errno => readFailure(errno, `folder “${join(root, below)}”`),
  )
  if (!entries.ok) return entries
  for (const entry of entries.value.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (left.test(entry.name)) continue
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    const done = entry.isDirectory() ? await walk(root, path, visit) : await visit(entry, path)
    if (!done.ok) return done
  }
  return ok()
}
