import { basename, dirname } from 'node:path'
import { nanoid } from 'nanoid'
import { emptyProject, type Project } from '#shared/graph'
import { canonicalJson, err, fail, ok, type Result } from '#shared/kit'
import { nodeFiles, writeDurably, type FilePort } from '../kit'
import { copyAudio, removeAll } from './copy-audio'
import { loadProjectFile, PROJECT_EXTENSION, targetPath } from './project-file'
import { listTemplates, loadTemplate } from './templates'

export interface NewProjectFile {
  /** Where it shall lie; the extension is added where there is none. */
  readonly path: string
  /** Folder with `templates` and `demos`. */
  readonly resources: string
  /** Id of the template to begin from; empty if left out. */
  readonly template?: string
  readonly files?: FilePort
}

/** Makes a project file, with the audio of its template, without opening it. Gives its path; never replaces a file. */
export async function createProjectFile(options: NewProjectFile): Promise<Result<string>> {
  const { resources, template, files = nodeFiles } = options
  const target = await targetPath(options.path)
  if (!target.ok) return target
  const path = target.value
  const present = await loadProjectFile(path)
  if (present.ok || present.error.code !== 'file-not-found') {
    return err(fail('file-exists', `“${path}” is there already.`))
  }
  const source = template === undefined ? undefined : await loadTemplate(resources, template)
  if (source && !source.ok) return err(await withNames(source.error.message, resources))
  const document: Project = {
    ...(source?.value.document ?? emptyProject('', '')),
    id: `p${nanoid()}`,
    title: basename(path, PROJECT_EXTENSION).slice(0, 200),
  }
  const from = source?.value.folder ?? dirname(path)
  const audio = await copyAudio(document, from, dirname(path), files)
  if (!audio.ok) return audio
  const written = await writeDurably(path, canonicalJson(document), files)
  if (written.ok) return ok(path)
  await removeAll(audio.value.made, files)
  return written
}

async function withNames(detail: string, resources: string) {
  const names = (await listTemplates(resources)).map(({ id }) => id)
  const known = names.length === 0 ? 'There are none.' : `There are: ${names.join(', ')}.`
  return { ...fail('template-unknown', ''), message: `${detail.split('. ')[0]}. ${known}` }
}
