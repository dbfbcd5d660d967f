import { join, resolve } from 'node:path'
import { err, fail, type Result } from '#shared/kit'
import type { RenderReport } from '#shared/contract'
import { appPaths, silentLog } from '../kit'
import { createLibraryService } from '../library'
import { builtInPlugins, loadPlugins } from '../plugins'
import { loadProjectFile } from '../project'
import { renderProject, type RenderOptions } from './render-project'

export interface RenderFileOptions extends Omit<RenderOptions, 'document' | 'folder'> {
  readonly path: string
}

/** Renders a project file as it lies on the disk: what `wireharp render` does. Nothing is opened or locked. */
export async function renderFile(options: RenderFileOptions): Promise<Result<RenderReport>> {
  const file = await loadProjectFile(options.path)
  if (!file.ok) return file
  const { document, folder } = file.value
  const paths = appPaths()
  const library = createLibraryService({ projects: noProjects, paths, log: silentLog })
  const plugins = loadPlugins({ builtIn: builtInPlugins(), user: join(paths.data, 'plugins') })
  return renderProject(
    { ...options, document, folder, out: resolve(options.out) },
    { library, plugins, log: silentLog },
  )
}

/** Decoding needs no open project. */
const noProjects = { opened: () => err(fail('project-not-open', '')) }
