import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { ok, type Result } from '#shared/kit'
import { attempt, readFailure } from '../../kit'
import { PackageCounter, type PackageFile } from './package-limits'

/** Every plain file below a folder as it lies there: what was installed, not what would be packed. */
export async function filesOfFolder(folder: string): Promise<Result<readonly PackageFile[]>> {
  const entries = await attempt(
    () => readdir(folder, { recursive: true, withFileTypes: true }),
    errno => readFailure(errno, `folder “${folder}”`),
  )
  if (!entries.ok) return entries
  const files: PackageFile[] = []
  const counter = new PackageCounter()
  for (const entry of entries.value) {
    if (!entry.isFile()) continue
    const full = join(entry.parentPath, entry.name)
    const path = relative(folder, full).split(sep).join('/')
    const counted = counter.add(path, (await stat(full)).size)
    if (!counted.ok) return counted
    files.push({ path, bytes: await readFile(full) })
  }
  return ok(files)
}
