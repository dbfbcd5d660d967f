import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { err, ok, type Failure, type Result } from '#shared/kit'
import type { Certificate } from '#shared/graph'
import { certify, type OpenParts } from './conform'
import { packFolder } from './pack-folder'
import type { PackageFile } from './package-limits'
import { readPlugin } from '../read-plugin'
import { runTests, type OwnTest } from './run-tests'
import { writeFiles } from './write-files'

export interface TestedPlugin {
  readonly certificate: Certificate
  readonly tests: readonly OwnTest[]
}

export interface ValidateOptions {
  readonly builtIn: string
  readonly withCost: boolean
  readonly openParts?: OpenParts
  readonly onProgress?: (what: string) => void
}

/** The plugin’s own tests, then its conformance in the sandbox. */
export async function testPlugin(
  folder: string,
  options: ValidateOptions,
): Promise<Result<TestedPlugin, readonly Failure[]>> {
  const files = await packFolder(folder)
  if (!files.ok) return err([files.error])
  const certificate = await validateFiles(files.value, options)
  if (!certificate.ok) return certificate
  const tests = await testsOf(folder, options)
  if (!tests.ok) return err([tests.error])
  return ok({ certificate: certificate.value, tests: tests.value })
}

/** Its models run in them, where they can run. */
async function testsOf(folder: string, { openParts }: ValidateOptions) {
  const plugin = readPlugin(folder)
  if (openParts === undefined || !plugin.ok || plugin.value.code === undefined) {
    return runTests(folder)
  }
  const { manifest, code } = plugin.value
  await using parts = openParts(manifest, code, folder)
  return await runTests(folder, parts.models)
}

/** Certifies a package’s files as they would be installed. */
export async function validateFiles(
  files: readonly PackageFile[],
  options: ValidateOptions,
): Promise<Result<Certificate, readonly Failure[]>> {
  const parent = await mkdtemp(join(tmpdir(), 'wireharp-validate-'))
  const folder = join(parent, 'plugin')
  try {
    await mkdir(folder)
    const written = await writeFiles(folder, files)
    if (!written.ok) return err([written.error])
    return await certify({ ...options, files, parent, folder })
  } finally {
    await rm(parent, { recursive: true, force: true })
  }
}
