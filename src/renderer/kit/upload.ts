import { assetSchema, type Asset } from '#shared/graph'
import { err, fail, isFailure, ok, type Result } from '#shared/kit'
import { connectionLost } from './attempt'

/** Sends a sound to the shell as it is read from disk; `onProgress` hears how much is there, 0 to 1. */
export function upload(
  project: string,
  file: File,
  onProgress: (done: number) => void,
): Promise<Result<Asset>> {
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

function answer(body: unknown): Result<Asset> {
  if (isFailure(body)) return err(body)
  const asset =
    typeof body === 'object' && body !== null && 'asset' in body ? body.asset : undefined
  const parsed = assetSchema.safeParse(asset)
  return parsed.success ? ok(parsed.data) : err(fail('internal', 'The import was not answered.'))
}
