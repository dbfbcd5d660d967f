import { join } from 'node:path'
import { nanoid } from 'nanoid'
import { emptyProject, parseProject, type Project } from '#shared/graph'
import { canonicalJson, ok, type Result } from '#shared/kit'
import {
  attempt,
  isBelow,
  readFailure,
  sha256OfFile,
  writeDurably,
  writeFailure,
  type FilePort,
} from '../kit'
import { assetFailure } from './asset-problems'
import { copyAudio } from './copy-audio'
import { loadTemplate, type MoreTemplate } from './templates'

const DRAFT_FILE = 'project.wireharp'

/** Makes a draft below `folder`, empty or from a template, and gives the path of its file. */
export async function makeDraft(
  {
    folder,
    resources,
    files,
    more = [],
  }: { folder: string; resources: string; files: FilePort; more?: readonly MoreTemplate[] },
  template: string | undefined,
): Promise<Result<string>> {
  const id = `p${nanoid()}`
  const home = join(folder, id)
  const source = template === undefined ? undefined : await loadTemplate(resources, template, more)
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

/**
 * Makes a draft of the project that a sound file carries. The file holds no sounds but its own, so they are
 * looked for, by their hash, where the project's audio may lie; what is not found stays missing, and its
 * players say so.
 */
export async function makeDraftOf(
  { folder, files }: { folder: string; files: FilePort },
  text: string,
  places: readonly string[],
): Promise<Result<string>> {
  const parsed = parseProject(text)
  if (!parsed.ok) return parsed
  const document: Project = { ...parsed.value, id: `p${nanoid()}` }
  const home = join(folder, document.id)
  const made = await attempt(
    () => files.makeFolder(join(home, 'audio')),
    errno => writeFailure(errno, home),
  )
  if (!made.ok) return made
  for (const place of places) {
    const found = { ...document, assets: await assetsIn(place, document.assets) }
    const copied = await copyAudio(found, place, home, files)
    if (!copied.ok) return copied
  }
  const path = join(home, DRAFT_FILE)
  const written = await writeDurably(path, canonicalJson(document), files)
  return written.ok ? ok(path) : written
}

/** The sounds that lie in a folder as they were imported: a name alone proves nothing. */
async function assetsIn(place: string, assets: Project['assets']): Promise<Project['assets']> {
  const whole: Project['assets'] = {}
  for (const asset of Object.values(assets)) {
    if (assetFailure(place, asset) !== undefined) continue
    const hash = await attempt(
      () => sha256OfFile(join(place, asset.path)),
      errno => readFailure(errno, asset.path),
    )
    if (hash.ok && hash.value === asset.sha256) whole[asset.sha256] = asset
  }
  return whole
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
