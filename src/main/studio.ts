import { join } from 'node:path'
import { ok, type Result } from '#shared/kit'
import type { AudioOutlet, Services } from './api'
import { OfflineEngines } from './engine'
import { createExportsService, openRenderCache } from './exports'
import { Inference } from './inference'
import { createJobs } from './jobs'
import { appPaths, createLog, rootFolder, systemClock, type AppPaths } from './kit'
import { createLibraryService } from './library'
import { createPlayback } from './playback'
import {
  builtInPlugins,
  createPluginsService,
  PluginManager,
  valueProblems,
  workflowsOf,
  type NodeSaver,
} from './plugins'
import { createPresetsService } from './presets'
import { createProjectService, listTemplates } from './project'
import { createRecordings } from './recordings'
import { createSensorsService, ReadingManager } from './sensors'
import { createMenuService, type MenuService } from './menu'
import { createDropsService } from './drops'
import { createPrefsService } from './prefs'
import { createStems } from './stems'
import { openStore } from './store'
import { createSystemService } from './system'
import { createPluginTools, createPluginViews } from './tools'

/** Everything that a face shows: the services, and the stream of sound. */
export interface Studio extends AsyncDisposable {
  readonly services: Services
  readonly audio: AudioOutlet
  /** For the face that has a native menu bar. */
  readonly menu: Pick<MenuService, 'shown' | 'choose'>
  /** The page of a plugin’s view, by its address. */
  readonly viewPage: (address: string) => Promise<Result<string>>
}

export interface StudioOptions {
  readonly face: 'browser' | 'electron'
  /** Shows a file in the system’s file manager, where the face can. */
  readonly reveal?: (path: string) => void
}

/** Builds the services and hands them to one another. No logic lives here. */
export async function createStudio({ face, reveal }: StudioOptions): Promise<Result<Studio>> {
  const paths = appPaths()
  const log = createLog({ folder: paths.logs, name: 'studio' })
  const resources = join(rootFolder(), 'resources')
  const clock = systemClock
  await using building = new AsyncDisposableStack()
  const store = openStore({ path: join(paths.data, 'wireharp.db'), clock, log })
  if (!store.ok) return store
  building.use(store.value)
  const jobs = building.use(createJobs({ store: store.value, paths, clock, log }))
  const plugins = building.use(
    new PluginManager({ builtIn: builtInPlugins(), paths, clock, log, live: true }),
  )
  const catalog = () => plugins.catalog
  const project = building.use(
    createProjectService({
      store: store.value,
      paths,
      resources,
      catalog,
      more: () => workflowsOf(plugins),
      clock,
      log,
    }),
  )
  building.use(plugins.changes.on(({ nodes }) => nodes && project.catalogChanged()))
  const tools = building.use(
    await createPluginTools({
      directory: plugins,
      problems: valueProblems,
      projects: project,
      paths,
      clock,
      log,
    }),
  )
  const views = createPluginViews(plugins)
  const readings = building.use(new ReadingManager(tools.runner))
  const library = createLibraryService({ projects: project, paths, log })
  const playback = building.use(
    createPlayback({ projects: project, library, plugins, readings, book: plugins, log }),
  )
  const recordings = building.use(
    createRecordings({ heard: playback.heard, projects: project, library, paths, clock, log }),
  )
  const engines = building.use(new OfflineEngines())
  const inference = building.use(new Inference({ log }))
  const stems = building.use(createStems({ jobs, inference, projects: project, library, paths }))
  const menu = createMenuService()
  const services: Services = {
    project,
    library,
    recordings: recordings.service,
    transport: playback.transport,
    live: playback.live,
    engine: playback.engine,
    plugins: createPluginsService(plugins, tools.instances, saveOwnNode(paths)),
    permissions: tools.permissions,
    tools: tools.tools,
    views: views.service,
    presets: createPresetsService({ paths, catalog, folderOf: id => plugins.folderOf(id) }),
    sensors: createSensorsService(readings, tools.tellUnderruns),
    exports: createExportsService({
      projects: project,
      latest: sensor => readings.latest(sensor)?.value,
      library,
      plugins,
      log,
      engines,
      cache: openRenderCache(paths),
    }),
    jobs: jobs.service,
    stems: stems.service,
    system: createSystemService({
      face,
      paths,
      ...(reveal && { reveal }),
      templates: () => listTemplates(resources, workflowsOf(plugins)),
    }),
    drops: createDropsService({ projects: project, paths }),
    prefs: await createPrefsService({ paths, log }),
    menu,
  }
  const owned = building.move()
  return ok({
    services,
    audio: playback.audio,
    menu,
    viewPage: address => views.page(address),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  })
}

/** What installs is loaded when something is installed. */
function saveOwnNode({ data, cache }: Pick<AppPaths, 'data' | 'cache'>): NodeSaver {
  return async node => {
    const { saveNode } = await import('./plugins/packages')
    return saveNode(node, {
      plugins: join(data, 'plugins'),
      builtIn: builtInPlugins(),
      cache,
      folder: data,
      scratch: join(cache, 'saving'),
    })
  }
}
