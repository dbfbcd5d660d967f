import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { err, fail, ok, type Result } from '#shared/kit'
import { attempt, readFailure } from '../../../kit'

/** The bytes of a model's file, if they are the ones that its manifest names: what is used is what was looked at. */
export async function readModelFile(file: {
  readonly path: string
  /** In hex. */
  readonly sha256?: string | undefined
}): Promise<Result<Buffer<ArrayBuffer>>> {
  const read = await attempt(
    () => readFile(file.path),
    errno => readFailure(errno, `model “${file.path}”`),
  )
  if (!read.ok) {
    const isGone = read.error.code === 'file-not-found'
    return isGone ? err(fail('model-missing', `The model “${file.path}” is not there.`)) : read
  }
  const hash = file.sha256 === undefined ? undefined : createHash('sha256').update(read.value)
  if (hash !== undefined && hash.digest('hex') !== file.sha256) {
    return err(fail('model-refused', `“${file.path}” is not the file that its manifest names.`))
  }
  return ok(read.value)
}
