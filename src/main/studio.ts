import { join } from 'node:path'
import { ok, type Result } from '#shared/kit'
import type { AudioOutlet, Services } from './api'
import { OfflineEngines } from './engine'
import { createExportsService, openRenderCache } from './exports'
import { appPaths, createLog, rootFolder, systemClock } from './kit'
import { createLibraryService } from './library'
import { createPlayback } from './playback'
import { builtInPlugins, createPluginsService, loadPlugins } from './plugins'
import { createProjectService, listTemplates } from './project'
import { openStore } from './store'
import { createSystemService } from './system'

/** Everything that a face shows: the services, and the stream of sound. */
export interface Studio extends AsyncDisposable {
  readonly services: Services
  readonly audio: AudioOutlet
}

export interface StudioOptions {
  readonly face: 'browser' | 'electron'
}

/** Builds the services and hands them to one another. No logic lives here. */
export async function createStudio({ face }: StudioOptions): Promise<Result<Studio>> {
  const paths = appPaths()
  const log = createLog({ folder: paths.logs, name: 'studio' })
  const resources = join(rootFolder(), 'resources')
  const clock = systemClock
  await using building = new AsyncDisposableStack()
  const store = openStore({ path: join(paths.data, 'wireharp.db'), clock, log })
  if (!store.ok) return store
  building.use(store.value)
  const plugins = loadPlugins({ builtIn: builtInPlugins(), user: join(paths.data, 'plugins') })
  const catalog = () => plugins.catalog
  const project = building.use(
    createProjectService({ store: store.value, paths, resources, catalog, clock, log }),
  )
  const library = createLibraryService({ projects: project, paths, log })
  const playback = building.use(createPlayback({ projects: project, library, plugins, log }))
  const engines = building.use(new OfflineEngines())
  const services: Services = {
    project,
    library,
    transport: playback.transport,
    live: playback.live,
    engine: playback.engine,
    plugins: createPluginsService(plugins),
    exports: createExportsService({
      projects: project,
      library,
      plugins,
      log,
      engines,
      cache: openRenderCache(paths),
    }),
    system: createSystemService({ face, paths, templates: () => listTemplates(resources) }),
  }
  const owned = building.move()
  return ok({ services, audio: playback.audio, [Symbol.asyncDispose]: () => owned.disposeAsync() })
}
