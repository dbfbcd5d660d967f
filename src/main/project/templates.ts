import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Project } from '#shared/graph'
import { err, fail, type Result } from '#shared/kit'
import { attempt, readFailure } from '../kit'
import { loadProjectFile, PROJECT_EXTENSION, type ProjectFile } from './project-file'

/** A project to begin from. */
export interface Template {
  /** File name without extension. */
  readonly id: string
  readonly title: string
  /** What it is: the first sentence of its comment on the canvas. */
  readonly description: string
  readonly path: string
}

export const templatesFolder = (resources: string): string => join(resources, 'templates')
export const demosFolder = (resources: string): string => join(resources, 'demos')

/** A project that somebody else brings, under an id with a slash in it. */
export interface MoreTemplate {
  readonly id: string
  readonly path: string
}

/** The readable projects of `templates` and `demos`, by name, and `more`. */
export async function listTemplates(
  resources: string,
  more: readonly MoreTemplate[] = [],
): Promise<Template[]> {
  const found = [
    ...(await projectsIn(templatesFolder(resources))),
    ...(await projectsIn(demosFolder(resources))),
    ...more,
  ]
  const loaded = await Promise.all(
    found.map(async item => ({ item, file: await loadProjectFile(item.path) })),
  )
  return loaded.flatMap(({ item, file }) =>
    file.ok ? [{ ...item, ...describe(file.value.document) }] : [],
  )
}

function describe({ title, graph }: Project): Pick<Template, 'title' | 'description'> {
  const [comment] = Object.values(graph.notes)
  return { title, description: /^.*?[.!?](?=\s|$)/s.exec(comment?.text ?? '')?.[0] ?? '' }
}

/** The first demo by name: what a first start shows. */
export async function firstDemo(resources: string): Promise<string | undefined> {
  return (await projectsIn(demosFolder(resources)))[0]?.id
}

/** A template by its id. Ids are looked up in the list, so that none is a way out of the folders. */
export async function loadTemplate(
  resources: string,
  id: string,
  more: readonly MoreTemplate[] = [],
): Promise<Result<ProjectFile>> {
  const all = [
    ...(await projectsIn(templatesFolder(resources))),
    ...(await projectsIn(demosFolder(resources))),
    ...more,
  ]
  const found = all.find(item => item.id === id)
  if (found === undefined) return err(fail('template-unknown', `There is no template “${id}”.`))
  return loadProjectFile(found.path)
}

async function projectsIn(folder: string): Promise<{ id: string; path: string }[]> {
  const names = await attempt(
    () => readdir(folder),
    errno => readFailure(errno, folder),
  )
  if (!names.ok) return []
  return names.value
    .filter(name => name.endsWith(PROJECT_EXTENSION))
    .toSorted()
    .map(name => ({ id: name.slice(0, -PROJECT_EXTENSION.length), path: join(folder, name) }))
}
