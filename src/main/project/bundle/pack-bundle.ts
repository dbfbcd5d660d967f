import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { nanoid } from 'nanoid'
import { ZipFile } from 'yazl'
import type { SharedBundle } from '#shared/contract'
import type { Project } from '#shared/graph'
import { canonicalJson, err, fail, ok, type Result } from '#shared/kit'
import { attempt, containedFile, placeFile, writeFailure, type FilePort } from '../../kit'
import { BUNDLE_EXTENSION, BUNDLED_PROJECT } from './bundle-format'

export interface ToShare {
  readonly document: Project
  /** Where `audio/` lies. */
  readonly folder: string
  readonly path: string
  readonly replace: boolean
}

/** Writes a project and its sounds as one file. It is whole or not there at all. */
export async function packBundle(
  { document, folder, path, replace }: ToShare,
  files: FilePort,
): Promise<Result<SharedBundle>> {
  const target = path.endsWith(BUNDLE_EXTENSION) ? path : `${path}${BUNDLE_EXTENSION}`
  const zip = new ZipFile()
  const missing: string[] = []
  zip.addBuffer(Buffer.from(canonicalJson(document)), BUNDLED_PROJECT)
  for (const asset of Object.values(document.assets)) {
    const file = await containedFile(folder, asset.path)
    if (!file.ok) missing.push(asset.name)
    // Sounds are packed already, or noise to whoever packs them.
    else zip.addFile(file.value.path, asset.path, { compress: false })
  }
  zip.end()
  const temporary = join(dirname(target), `.${basename(target)}.${nanoid(8)}.tmp`)
  const written = await attempt(
    async () => {
      await pipeline(zip.outputStream, createWriteStream(temporary, { flags: 'wx', flush: true }))
      const { size } = await stat(temporary)
      if (replace) await files.rename(temporary, target)
      else await placeFile(temporary, target, files)
      return size
    },
    errno =>
      errno === 'EEXIST'
        ? fail('file-exists', `“${target}” is there already.`)
        : writeFailure(errno, target),
  )
  if (!written.ok) {
    await attempt(
      () => files.remove(temporary),
      errno => writeFailure(errno, temporary),
    )
    return err(written.error)
  }
  return ok({ path: target, bytes: written.value, missing })
}
