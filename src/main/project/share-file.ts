import type { SharedBundle } from '#shared/contract'
import type { Result } from '#shared/kit'
import { nodeFiles, type FilePort } from '../kit'
import { packBundle } from './bundle'
import { loadProjectFile } from './project-file'

/** Writes a project file and its sounds as a bundle; beside it, unless another place is named. */
export async function shareFile(
  project: string,
  out: string | undefined,
  files: FilePort = nodeFiles,
): Promise<Result<SharedBundle>> {
  const found = await loadProjectFile(project)
  if (!found.ok) return found
  const { document, folder, path } = found.value
  return await packBundle({ document, folder, path: out ?? `${path}z`, replace: false }, files)
}
