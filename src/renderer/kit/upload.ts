import { z } from 'zod'
import type { DropOutcome, ImportedSound, ProjectState } from '#shared/contract'
import type { Drop } from './connection'
import { assetSchema } from '#shared/graph'
import { err, fail, isFailure, ok, type Result } from '#shared/kit'
import { connectionLost } from './attempt'

/** Sends a sound to the shell as it is read from disk; `onProgress` hears how much is there, 0 to 1. */
export function upload(
  project: string,
  file: File,
  onProgress: (done: number) => void,
): Promise<Result<ImportedSound>> {
  const query = new URLSearchParams({ project, name: file.name })
  return send(`/api/library/import?${query.toString()}`, file, answer, onProgress)
}

/** Sends a file that is no sound; what became of it. */
export function uploadDrop(
  file: File,
  { kind, project, agreed }: Drop,
): Promise<Result<DropOutcome>> {
  const query = new URLSearchParams({ kind, project, name: file.name, agreed: String(agreed) })
  return send(`/api/drops/take?${query.toString()}`, file, dropAnswer, () => {})
}

function send<T>(
  address: string,
  file: File,
  read: (body: unknown) => Result<T>,
  onProgress: (done: number) => void,
): Promise<Result<T>> {
  // `fetch` says nothing about how far an upload is.
  const request = new XMLHttpRequest()
  request.responseType = 'json'
  request.upload.addEventListener('progress', event => {
    if (event.lengthComputable) onProgress(event.loaded / event.total)
  })
  return new Promise(resolve => {
    request.addEventListener('load', () => resolve(read(request.response)))
    request.addEventListener('error', () => resolve(err(connectionLost)))
    request.open('POST', address)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.send(file)
  })
}

const answerSchema = z.object({ asset: assetSchema, warnings: z.array(z.string()) })

function answer(body: unknown): Result<ImportedSound> {
  if (isFailure(body)) return err(body)
  const parsed = answerSchema.safeParse(body)
  return parsed.success ? ok(parsed.data) : err(fail('internal', 'The import was not answered.'))
}

const dropSchema = z.object({
  midi: z
    .object({
      revision: z.number(),
      nodes: z.array(z.string()),
      notes: z.number(),
      timeline: z.boolean(),
    })
    .optional(),
  bundle: z.custom<ProjectState>(isState).optional(),
  package: z
    .object({
      id: z.string(),
      name: z.string(),
      version: z.string(),
      author: z.string(),
      description: z.string(),
      permissions: z.array(z.string()),
      installed: z.boolean(),
    })
    .optional(),
})

function isState(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'project' in value && 'path' in value
}

function dropAnswer(body: unknown): Result<DropOutcome> {
  if (isFailure(body)) return err(body)
  const parsed = dropSchema.safeParse(body)
  return parsed.success
    ? ok(present(parsed.data))
    : err(fail('internal', 'The drop was not answered.'))
}

/** Without the keys that are not there. */
function present({ midi, bundle, package: plugin }: z.infer<typeof dropSchema>): DropOutcome {
  return {
    ...(midi !== undefined && { midi }),
    ...(bundle !== undefined && { bundle }),
    ...(plugin !== undefined && { package: plugin }),
  }
}
