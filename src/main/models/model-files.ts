import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ModelFileInfo, ModelInfo, ModelState } from '#shared/contract'
import { err, fail, ok, type Result } from '#shared/kit'
import { attempt, readFailure, sha256OfFile, writeFailure } from '../kit'
import type { Manifest, ModelFile } from './manifest'

/** What is on the disk of one file of a model. */
export interface FileOnDisk {
  readonly file: ModelFile
  readonly path: string
  /** Bytes of the file, or of the part of it. */
  readonly held: number
  readonly whole: boolean
  /** Whether it has another length than its manifest names. */
  readonly wrong: boolean
}

export function lookAtFiles({ files, folder }: Manifest): Promise<readonly FileOnDisk[]> {
  return Promise.all(files.map(file => lookAt(file, join(folder, file.name))))
}

async function lookAt(file: ModelFile, path: string): Promise<FileOnDisk> {
  const size = await sizeOf(path)
  if (size === undefined) {
    const part = await sizeOf(`${path}.part`)
    return { file, path, held: part ?? 0, whole: false, wrong: false }
  }
  const wrong = file.sha256 !== undefined && size !== file.bytes
  return { file, path, held: size, whole: !wrong, wrong }
}

async function sizeOf(path: string): Promise<number | undefined> {
  const found = await attempt(
    () => stat(path),
    errno => readFailure(errno, path),
  )
  return found.ok && found.value.isFile() ? found.value.size : undefined
}

export function stateOf(files: readonly FileOnDisk[]): ModelState {
  if (files.some(({ wrong }) => wrong)) return 'damaged'
  if (files.every(({ whole }) => whole)) return 'ready'
  return files.some(({ held }) => held > 0) ? 'partial' : 'absent'
}

/** A model as the outside sees it, save what only the notes know. */
export function describe(manifest: Manifest, files: readonly FileOnDisk[]): ModelInfo {
  const { id, title, version, about, purpose, strategy, variantOf, license, folder } = manifest
  const hosts = new Set(manifest.files.flatMap(({ urls }) => urls.map(url => new URL(url).host)))
  const shown = files.map(({ file, held }): ModelFileInfo => {
    const [url] = file.urls
    return { name: file.name, bytes: file.bytes, held, ...(url !== undefined && { url }) }
  })
  const { url, ...terms } = license
  return {
    id,
    title,
    version,
    about,
    purpose,
    strategy,
    ...(variantOf !== undefined && { variantOf }),
    license: { ...terms, ...(url !== undefined && { url }) },
    hosts: [...hosts],
    bytes: sum(shown.map(file => file.bytes)),
    held: sum(shown.map(file => file.held)),
    state: stateOf(files),
    files: shown,
    folder,
  }
}

/** Holds every file against its hash; files without a known one are told with the hash that they have. */
export async function hashFiles(
  files: readonly FileOnDisk[],
  hashOf: (file: ModelFile) => string | undefined,
): Promise<Result<ReadonlyMap<string, string>>> {
  const hashes = new Map<string, string>()
  for (const { file, path, held } of files) {
    const hashed = await attempt(
      () => sha256OfFile(path),
      errno => readFailure(errno, path),
    )
    if (!hashed.ok) return hashed
    const wanted = hashOf(file)
    if ((wanted !== undefined && wanted !== hashed.value) || held === 0) {
      return err(
        fail('model-refused', `“${file.name}” is not the file that its manifest names.`, file.name),
      )
    }
    hashes.set(file.name, hashed.value)
  }
  return ok(hashes)
}

/** Takes what was downloaded away; the manifest of a user's own model stays. */
export function removeFiles({ files, folder }: Manifest): Promise<Result<void>> {
  return attempt(
    async () => {
      for (const { name } of files) {
        for (const end of ['', '.part', '.part.json']) {
          await rm(join(folder, `${name}${end}`), { force: true })
        }
      }
    },
    errno => writeFailure(errno, folder),
  )
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
