import type { Project } from '#shared/graph'
import type { Result } from '#shared/kit'
import type { Sound } from '../engine'
import type { LibraryService } from '../library'

/** Decoded audio of a project's sounds, by asset id. What cannot be decoded is left out, and plays as silence. */
export async function projectSounds(
  document: Project,
  folder: string,
  library: Pick<LibraryService, 'decoded'>,
): Promise<ReadonlyMap<string, Sound>> {
  const sounds = new Map<string, Sound>()
  for (const asset of Object.values(document.assets)) {
    const decoded: Result<Sound> = await library.decoded(asset, folder)
    if (decoded.ok) sounds.set(asset.sha256, decoded.value)
  }
  return sounds
}
