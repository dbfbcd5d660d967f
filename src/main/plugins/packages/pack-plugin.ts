import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CERTIFICATE_FILE } from '#shared/graph'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { readPlugin } from '../read-plugin'
import { certificateText } from './kept-certificates'
import { packFolder } from './pack-folder'
import { ownCertificate } from './package-card'
import { withPackageJson } from './package-json'
import type { PackageFile } from './package-limits'
import { validateFiles, type ValidateOptions } from './test-plugin'
import { writeFiles } from './write-files'
import { writeTarball } from './write-tarball'

export interface PackedPlugin {
  /** For the file’s name, as npm makes it: `acme-tremolo` of `@acme/tremolo`. */
  readonly name: string
  readonly version: string
  readonly bytes: Buffer
  readonly files: readonly string[]
}

/**
 * A plugin as a package, where it can be installed as it is: its manifest is read as an installation reads it. With
 * `certify` it is run through its checks first, and its certificate is a file of the package.
 */
export async function packPlugin(
  folder: string,
  certify?: ValidateOptions,
): Promise<Result<PackedPlugin, readonly Failure[]>> {
  const plain = await packFolder(folder)
  if (!plain.ok) return err([plain.error])
  const files =
    certify === undefined ? ok(plain.value) : await withCertificate(plain.value, certify)
  if (!files.ok) return files
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

/**
 * With what was found out about them, unless that was found out of these very files before. A plugin that does not
 * conform is not packed so.
 */
export async function withCertificate(
  files: readonly PackageFile[],
  options: ValidateOptions,
): Promise<Result<readonly PackageFile[], readonly Failure[]>> {
  if (ownCertificate(files)?.passed === true) return ok(files)
  const found = await validateFiles(files, options)
  if (!found.ok) return found
  if (!found.value.passed) {
    return err([fail('plugin-not-conforming', `${found.value.name} does not conform.`)])
  }
  const own = { path: CERTIFICATE_FILE, bytes: Buffer.from(certificateText(found.value)) }
  return ok(withPackageJson([...files.filter(({ path }) => path !== CERTIFICATE_FILE), own]))
}
