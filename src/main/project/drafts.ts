import { join } from 'node:path'
import { nanoid } from 'nanoid'
import { emptyProject, type Project } from '#shared/graph'
import { canonicalJson, ok, type Result } from '#shared/kit'
import { attempt, isBelow, writeDurably, writeFailure, type FilePort } from '../kit'
import { copyAudio } from './copy-audio'
import { loadTemplate } from './templates'

const DRAFT_FILE = 'project.wireharp'

/** Makes a draft below `folder`, empty or from a template, and gives the path of its file. */
export async function makeDraft(
  { folder, resources, files }: { folder: string; resources: string; files: FilePort },
  template: string | undefined,
): Promise<Result<string>> {
  const id = `p${nanoid()}`
  const home = join(folder, id)
  const source = template === undefined ? undefined : await loadTemplate(resources, template)
  if (source && !source.ok) return source
  const document: Project =
    source === undefined ? emptyProject(id, 'Untitled') : { ...source.value.document, id }
  const made = await attempt(
    () => files.makeFolder(join(home, 'audio')),
    errno => writeFailure(errno, home),
  )
  if (!made.ok) return made
  if (source !== undefined) {
    const copied = await copyAudio(document, source.value.folder, home, files)
    if (!copied.ok) return copied
  }
  const path = join(home, DRAFT_FILE)
  const written = await writeDurably(path, canonicalJson(document), files)
  return written.ok ? ok(path) : written
}

/** Whether a file is a draft of ours: such lie nowhere else. */
export function isDraft(folder: string, path: string): boolean {
  return isBelow(folder, path)
}

/** Removes a draft's folder; only for drafts that are saved elsewhere or in which nothing was ever done. */
export async function removeDraft(folder: string, path: string, files: FilePort): Promise<void> {
  const home = join(path, '..')
  if (!isBelow(folder, home)) return
  await attempt(
    () => files.remove(home),
    errno => writeFailure(errno, home),
  )
}
