import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { err, ok, type Failure, type Result } from '#shared/kit'
import { readPlugin } from '../read-plugin'
import { packFolder } from './pack-folder'
import { writeFiles } from './write-files'
import { writeTarball } from './write-tarball'

export interface PackedPlugin {
  /** For the file’s name, as npm makes it: `acme-tremolo` of `@acme/tremolo`. */
  readonly name: string
  readonly version: string
  readonly bytes: Buffer
  readonly files: readonly string[]
}

/** A plugin as a package, where it can be installed as it is: its manifest is read as an installation reads it. */
export async function packPlugin(
  folder: string,
): Promise<Result<PackedPlugin, readonly Failure[]>> {
  const files = await packFolder(folder)
  if (!files.ok) return err([files.error])
  const staged = await mkdtemp(join(tmpdir(), 'wireharp-pack-'))
  try {
    const written = await writeFiles(staged, files.value)
    if (!written.ok) return err([written.error])
    const plugin = readPlugin(staged)
    if (!plugin.ok) return plugin
    const { id, version } = plugin.value.manifest
    const all = files.value
    return ok({
      name: id.replace(/^@/, '').replaceAll('/', '-'),
      version,
      bytes: writeTarball(all),
      files: all.map(({ path }) => path).toSorted(),
    })
  } finally {
    await rm(staged, { recursive: true, force: true })
  }
}
