import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { WrittenPackage } from '#shared/contract'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { attempt, writeDurably, writeFailure } from '../../kit'
import type { PackageToWrite } from '../plugins-service'
import { generatedTest } from './generated-test'
import { kindAt } from './installed'
import { packPlugin } from './pack-plugin'
import { readTarball } from './read-tarball'
import type { ValidateOptions } from './test-plugin'
import { writeFiles } from './write-files'

/** Writes an installed plugin as a package for others, or as a folder that its author goes on with. */
export async function writePackage(
  { folder, path, form, certify, replace }: PackageToWrite,
  checks: ValidateOptions,
): Promise<Result<WrittenPackage>> {
  if (!replace && kindAt(path) !== 'nothing') {
    return err(fail('file-exists', `There is a “${path}” already.`))
  }
  const packed = await packPlugin(folder, certify ? checks : undefined)
  if (!packed.ok) return err(first(packed.error))
  const { bytes, files } = packed.value
  if (form === 'folder') return writeFolder(path, bytes)
  const made = await attempt(
    () => mkdir(dirname(path), { recursive: true }),
    errno => writeFailure(errno, `the folder of “${path}”`),
  )
  if (!made.ok) return made
  const written = await writeDurably(path, bytes)
  return written.ok ? ok({ path, bytes: bytes.length, files }) : written
}

async function writeFolder(path: string, packed: Buffer): Promise<Result<WrittenPackage>> {
  if (kindAt(path) !== 'nothing') {
    return err(fail('file-exists', `There is a “${path}” already; a folder is not replaced.`))
  }
  const read = await readTarball(packed)
  if (!read.ok) return read
  const manifest = read.value.find(file => file.path === 'plugin.json')?.bytes.toString('utf8')
  const test = generatedTest(manifest ?? '{}')
  const files = [...read.value, ...(test === undefined ? [] : [test])]
  const written = await writeFiles(path, files)
  if (!written.ok) {
    await rm(path, { recursive: true, force: true })
    return written
  }
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0)
  return ok({ path, bytes, files: files.map(file => file.path).toSorted() })
}

function first(failures: readonly Failure[]): Failure {
  return failures[0] ?? fail('write-failed', 'The package could not be made.')
}
