import { z } from 'zod'
import { err, fail, ok, type Result } from '#shared/kit'
import type { ModelFile } from './open-model'
import { readModelFile } from './read-model-file'

/** The files of a model by name, as the store of models hands them out. */
export const filesSchema = z.record(
  z.string().max(100),
  z.object({ path: z.string(), sha256: z.string().optional() }),
)
export type Files = z.infer<typeof filesSchema>

/** A file of the model as a session wants it; one that is missing fails when it is opened. */
export function fileOf(files: Files, name: string): ModelFile {
  const { path, sha256 } = files[name] ?? { path: name, sha256: undefined }
  return { path, ...(sha256 !== undefined && { sha256 }) }
}

export async function readJson(files: Files, name: string): Promise<Result<unknown>> {
  const file = files[name]
  if (file === undefined) return err(fail('model-missing', `The model has no ${name}.`))
  const bytes = await readModelFile(file)
  if (!bytes.ok) return bytes
  try {
    return ok(JSON.parse(bytes.value.toString('utf8')))
  } catch {
    return err(fail('model-refused', `Its ${name} is no JSON.`))
  }
}
