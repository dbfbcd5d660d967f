import type { Asset } from '#shared/graph'
import { err, fail, ok, type Result } from '#shared/kit'
import type { LibraryService } from '../../library'
import type { WorkInput } from '../clip-work'

/** The clip at an input, or that there is none. */
export function neededClip({ clips, definition }: WorkInput, port = 'clip'): Result<Asset> {
  const asset = clips[port]
  return asset === undefined
    ? err(fail('clip-input-missing', `Nothing is at the clip input of ${definition.label}.`))
    : ok(asset)
}

/** A clip as the inference process reads it. */
export async function decodedClip(
  library: Pick<LibraryService, 'decoded'>,
  asset: Asset,
  folder: string,
) {
  const decoded = await library.decoded(asset, folder)
  if (!decoded.ok) return decoded
  const { path, sampleRate, channels, frames } = decoded.value
  return ok({ path, sampleRate, channels, frames })
}

export function numberOf({ params }: WorkInput, param: string): number {
  return Number(params[param] ?? 0)
}
