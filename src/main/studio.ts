import { basename, join } from 'node:path'
import type { Project } from '#shared/graph'
import { ok, type Result } from '#shared/kit'
import type { AudioOutlet, Services } from './api'
import { clapProvider } from './embeddings'
import { OfflineEngines } from './engine'
import { createAuditions } from './auditions'
import { clipModels, createClips, EarlyClips } from './clips'
import { createCode } from './code'
import { createExportsService, openRenderCache } from './exports'
import { createGeneration } from './generation'
import { Inference, runtimeState } from './inference'
import { createJobs } from './jobs'
import { appPaths, createLog, rootFolder, systemClock, type AppPaths, type Log } from './kit'
import { createLibraryService } from './library'
import { createMarketplace } from './marketplace'
import { createPlayback } from './playback'
import {
  builtInPlugins,
  createPluginsService,
  enabledPlugins,
  notePluginUse,
  LoosePrograms,
  PluginManager,
  SCRIPT_SOURCES,
  sdkFolders,
  valueProblems,
  workflowsOf,
  type ScriptWriter,
  type PluginCertificates,
} from './plugins'
import type { Workshop } from './plugins/packages'
import { createPresetsService } from './presets'
import { createProjectService, listTemplates } from './project'
import { createRecordings } from './recordings'
import {
  createProviders,
  createProvidersService,
  pluginProviders,
  transcribeKind,
  writeWav,
} from './providers'
import { createAiServices, createLanguage } from './services'
import { createReviews } from './reviews'
import { createSensorsService, ReadingManager } from './sensors'
import { createMenuService, type MenuService } from './menu'
import { createModels } from './models'
import { createDropsService } from './drops'
import { createPrefsService } from './prefs'
import { createSounds, renderNodeBy } from './sounds'
import { createStems } from './stems'
import { openStore } from './store'
import { createSystemService } from './system'
import { createPluginTools, createPluginViews, openParts } from './tools'

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
  // Goes after the jobs: what they run there is interrupted by the end of Wireharp, and has not failed.
  const inference = building.use(new Inference({ log }))
  // Whatever files nobody has seen do to it, other work goes on.
  const listening = building.use(new Inference({ log }))
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
      nameOf: id => plugins.get(id)?.name,
      more: () => workflowsOf(plugins),
      clock,
      log,
    }),
  )
  building.use(notePluginUse({ data: paths.data, clock, stats: plugins.stats, projects: project }))
  building.use(plugins.changes.on(({ nodes }) => nodes && project.catalogChanged()))
  const tools = building.use(
    await createPluginTools({
      directory: plugins,
      problems: valueProblems,
      projects: project,
      music: () => ({ generate: generation.service.generate, show: job => jobs.shown(job) }),
      models: () => models,
      paths,
      clock,
      log,
    }),
  )
  const views = createPluginViews(plugins)
  const readings = building.use(new ReadingManager(tools.runner))
  const library = createLibraryService({ projects: project, paths, log })
  const early = building.use(new EarlyClips({ jobs, folder: join(paths.cache, 'early'), log }))
  const playback = building.use(
    createPlayback({ projects: project, library, plugins, readings, early, book: plugins, log }),
  )
  const recordings = building.use(
    createRecordings({ heard: playback.heard, projects: project, library, paths, clock, log }),
  )
  const engines = building.use(new OfflineEngines())
  const documentOf = (handle: string): Result<Project> => {
    const opened = project.opened(handle)
    return opened.ok ? ok(opened.value.document) : opened
  }
  const models = building.use(
    createModels({
      ...{ jobs, paths, clock, log, document: documentOf },
      plugins: () => enabledPlugins(plugins),
      pluginsChanged: plugins.changes,
    }),
  )
  const generation = building.use(createGeneration({ jobs, inference, models, paths }))
  const local = building.use(clipModels(models, log))
  const aiServices = building.use(await createAiServices({ jobs, paths, clock, log }))
  const stems = building.use(
    createStems({
      ...{ jobs, inference, projects: project, library, paths, model: local.separation },
      service: () => aiServices.chosen('stem-separation'),
    }),
  )
  const cache = openRenderCache(paths)
  const clips = building.use(
    createClips({
      ...{ jobs, inference, library, catalog, early, paths, log, models: local, projects: project },
      service: () => aiServices.chosen('stem-separation'),
      own: {
        stamp: id => (plugins.isEnabled(id) ? plugins.found.get(id)?.stamp : undefined),
        run: order => tools.works.run(order),
        made: (id, sound) => models.madeByPlugin(id, sound),
      },
      render: () => ({ library, plugins, log, engines, cache }),
    }),
  )
  const reviews = await createReviews({ paths, clock })
  const marketplace = building.use(
    createMarketplace({
      ...{ paths, log, documentOf },
      versions: () => new Map(plugins.plugins.map(({ id, version }) => [id, version])),
      refreshPlugins: ids => plugins.refreshOf(ids),
      pluginOf: id => plugins.get(id),
      ratings: () => reviews.ratings(),
    }),
  )
  const { workshop } = marketplace
  const code = building.use(
    createCode({ sources: join(paths.data, SCRIPT_SOURCES), modules: sdkFolders(), log }),
  )
  building.use(loosePrograms(plugins, workshop, paths, log))
  const exports = createExportsService({
    projects: project,
    making: project => clips.making(project),
    latest: sensor => readings.latest(sensor)?.value,
    library,
    plugins,
    log,
    engines,
    cache,
  })
  const sounds = building.use(
    createSounds({
      store: store.value,
      jobs,
      inference: listening,
      library,
      projects: project,
      renderNode: renderNodeBy({ exports, projects: project, catalog }),
      paths,
      clock,
      log,
      watches: true,
    }),
  )
  building.use(sounds.register(clapProvider({ inference, models })))
  const menu = createMenuService()
  const runtime = runtimeState()
  void runtime.then(is => is.ok || log.warn({ failure: is.error }, 'models cannot run here'))
  const providers = createProviders({
    ...{ inference, models, library, paths, log, runtime: () => runtime },
    plugins: pluginProviders(tools.runner),
  })
  building.use(createLanguage({ jobs, paths, clock, providers, writeSound: writeWav }))
  const transcripts = join(paths.data, 'media', 'transcripts')
  building.use(
    jobs.register(transcribeKind({ providers, inference, models, library, folder: transcripts })),
  )
  const services: Services = {
    project,
    library,
    recordings: recordings.service,
    transport: playback.transport,
    live: playback.live,
    engine: playback.engine,
    plugins: createPluginsService(
      plugins,
      tools.instances,
      { node: workshop.saveNode, faust: workshop.saveFaust },
      certificatesIn(paths),
      workshop.writePackage,
      scriptsOf(workshop),
      async () => [...(await providers.capabilities()), ...aiServices.capabilities()],
      async id => (await import('./upkeep')).repairPlugin(id, { plugins, paths }),
    ),
    permissions: tools.permissions,
    tools: tools.tools,
    views: views.service,
    presets: createPresetsService({ paths, catalog, folderOf: id => plugins.folderOf(id) }),
    sensors: createSensorsService(readings, tools.tellUnderruns),
    models: models.service,
    generation: generation.service,
    clips: clips.service,
    code: code.service,
    exports,
    jobs: jobs.service,
    stems: stems.service,
    sounds: sounds.service,
    system: createSystemService({
      face,
      paths,
      ...(reveal && { reveal }),
      templates: () => listTemplates(resources, workflowsOf(plugins)),
      diagnose: async path =>
        (await import('./upkeep')).saveDiagnostics({ paths, plugins, face, path, clock }),
    }),
    marketplace: marketplace.service,
    drops: createDropsService({
      ...{ projects: project, paths },
      takePackage: dropped => marketplace.takePackage(dropped),
    }),
    prefs: await createPrefsService({ paths, log }),
    menu,
    reviews: reviews.service,
    services: aiServices.service,
    providers: createProvidersService({ hub: providers, jobs, projects: project }),
    auditions: createAuditions({
      preview: (wanted, call) => marketplace.service.preview(wanted, call),
      builtIn: builtInPlugins(),
      user: join(paths.data, 'plugins'),
      demos: join(resources, 'demos'),
      library,
      engines,
      log,
    }),
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

/** What measures is loaded when something is measured. */
function certificatesIn({ data }: Pick<AppPaths, 'data'>): PluginCertificates {
  return {
    of: async ({ id, version, folder }) => {
      const { certificateOf } = await import('./plugins/packages')
      return certificateOf({ id, version, folder, data })
    },
    measure: async ({ id, version, folder }, onProgress) => {
      const { measureHere } = await import('./plugins/packages')
      const options = { builtIn: builtInPlugins(), openParts, onProgress }
      return measureHere({ id, version, folder, data }, options)
    },
  }
}

function scriptsOf(workshop: Workshop): ScriptWriter {
  return {
    make: workshop.newScript,
    read: workshop.readScript,
    write: workshop.writeScript,
    convert: (wanted, catalog) => workshop.convertGraph({ ...wanted, catalog }),
    graph: workshop.scriptGraph,
  }
}

/** Faust programs that lie among the plugins; the compiler is loaded when there is one. */
function loosePrograms(
  plugins: PluginManager,
  workshop: Workshop,
  { data }: Pick<AppPaths, 'data'>,
  log: Log,
): LoosePrograms {
  return new LoosePrograms({
    root: join(data, 'plugins'),
    plugins,
    log,
    install: ({ path, text }) => workshop.saveFaust({ name: basename(path), text, path }),
    uninstall: id => workshop.uninstall(id),
  })
}
