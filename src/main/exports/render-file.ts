import { resolve } from 'node:path'
import { err, fail, type Result } from '#shared/kit'
import type { RenderReport } from '#shared/contract'
import { appPaths, silentLog } from '../kit'
import { createLibraryService } from '../library'
import { installedPlugins } from '../plugins'
import { loadProjectFile } from '../project'
import { openRenderCache } from './open-render-cache'
import { renderProject, type RenderOptions } from './render-project'

export interface RenderFileOptions extends Omit<RenderOptions, 'document' | 'folder'> {
  readonly path: string
  /** Whether what did not change since another render is taken from that; true if left out. */
  readonly cached?: boolean
}

/** Renders a project file as it lies on the disk: what `wireharp render` does. Nothing is opened or locked. */
export async function renderFile({
  cached = true,
  ...options
}: RenderFileOptions): Promise<Result<RenderReport>> {
  const file = await loadProjectFile(options.path)
  if (!file.ok) return file
  const { document, folder } = file.value
  const paths = appPaths()
  const library = createLibraryService({ projects: noProjects, paths, log: silentLog })
  await using plugins = installedPlugins(paths)
  return await renderProject(
    { ...options, document, folder, out: resolve(options.out) },
    { library, plugins, log: silentLog, ...(cached && { cache: openRenderCache(paths) }) },
  )
}

/** Decoding needs no open project. */
const noProjects = { opened: () => err(fail('project-not-open', '')) }
