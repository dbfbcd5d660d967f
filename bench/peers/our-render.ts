import { join } from 'node:path'
import type { Project } from '#shared/graph'
import { unwrap } from '#shared/kit'
import { buildEngineGraph, renderOffline, type OfflineEngines } from '../../src/main/engine'
import { silentLog } from '../../src/main/kit'
import { builtInPlugins, loadPlugins, type PluginPlaces } from '../../src/main/plugins'
import type { Patch } from './patch'
import { RATE, soundFiles } from './sounds'

/** Renders a patch and answers the milliseconds that it took. */
export type PatchRenderer = (patch: Pick<Patch, 'name' | 'project'>) => Promise<number>

export interface RenderSources {
  /** Length of the sounds, where it is not that of the render. */
  readonly soundSeconds?: number
  readonly places?: PluginPlaces
}

/**
 * Renders patches with our engine, into a folder that has their sounds. As in the app a render finds the process of
 * the one before it.
 */
export function createRenderer(
  folder: string,
  seconds: number,
  engines: OfflineEngines,
  { soundSeconds = seconds, places = { builtIn: builtInPlugins() } }: RenderSources = {},
): PatchRenderer {
  const { catalog, code } = loadPlugins(places)
  const sounds = soundFiles(folder, soundSeconds)
  return async patch => {
    const project: Project = patch.project(seconds)
    const graph = buildEngineGraph(project, { catalog, code, sounds })
    const wanted = Object.values(project.graph.cables).length
    const found = Object.values(graph.cables).length
    if (found !== wanted) throw new Error(`${patch.name}: ${wanted - found} cables do not fit`)
    const path = join(folder, 'out.wav')
    const job = { path, format: 'wav32f', from: 0, to: seconds * RATE } as const
    const report = unwrap(await renderOffline({ graph, log: silentLog, job, engines }))
    if (!(report.peakDb > -60)) throw new Error(`${patch.name} is silent`)
    return report.renderMs
  }
}
