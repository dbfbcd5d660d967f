import { z } from 'zod'
import type { ImportedSound } from '#shared/contract'
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
  // `fetch` says nothing about how far an upload is.
  const request = new XMLHttpRequest()
  request.responseType = 'json'
  request.upload.addEventListener('progress', event => {
    if (event.lengthComputable) onProgress(event.loaded / event.total)
  })
  return new Promise(resolve => {
    request.addEventListener('load', () => resolve(answer(request.response)))
    request.addEventListener('error', () => resolve(err(connectionLost)))
    request.open('POST', `/api/library/import?${query.toString()}`)
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
