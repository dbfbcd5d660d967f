import { isDeepStrictEqual } from 'node:util'
import type { Asset } from '#shared/graph'
import { buildEngineGraph, type EngineSources, type RealTimeEngine } from '../engine'
import type { LibraryService } from '../library'
import type { LoadedPlugins } from '../plugins'
import type { ProjectService } from '../project'
import { projectSounds } from './project-sounds'

/**
 * Keeps the engine playing what the document says: every accepted edit of the project that plays becomes a
 * batch. Edits that bring new sounds wait until those are decoded, all others go through at once.
 */
export class GraphFeed implements Disposable {
  readonly #engine: RealTimeEngine
  readonly #projects: Pick<ProjectService, 'opened' | 'events'>
  readonly #library: Pick<LibraryService, 'decoded'>
  readonly #plugins: LoadedPlugins
  readonly #subscription: Disposable
  #project: string | undefined
  #assets: Readonly<Record<string, Asset>> = {}
  #sources: EngineSources

  constructor(parts: {
    readonly engine: RealTimeEngine
    readonly projects: Pick<ProjectService, 'opened' | 'events'>
    readonly library: Pick<LibraryService, 'decoded'>
    readonly plugins: LoadedPlugins
  }) {
    this.#engine = parts.engine
    this.#projects = parts.projects
    this.#library = parts.library
    this.#plugins = parts.plugins
    this.#sources = { ...parts.plugins, sounds: new Map() }
    this.#subscription = parts.projects.events.on(({ project, event }) => {
      if (project === this.#project && event.kind === 'patched') void this.#update()
    })
  }

  /** Makes this the project that sounds. Resolves when the engine was told. */
  async follow(project: string): Promise<void> {
    if (project !== this.#project) this.#assets = {}
    this.#project = project
    await this.#update()
  }

  [Symbol.dispose](): void {
    this.#subscription[Symbol.dispose]()
  }

  async #update(): Promise<void> {
    const project = this.#project
    const opened = project === undefined ? undefined : this.#projects.opened(project)
    if (project === undefined || !opened?.ok) return
    const { document, folder } = opened.value
    if (!isDeepStrictEqual(document.assets, this.#assets)) {
      const sounds = await projectSounds(document, folder, this.#library)
      // Another project, or another edit, may have come in the meantime: that one feeds the engine.
      const present = this.#projects.opened(project)
      if (project !== this.#project || !present.ok) return
      if (present.value.document !== document) return this.#update()
      this.#assets = document.assets
      this.#sources = { catalog: this.#plugins.catalog, code: this.#plugins.code, sounds }
    }
    this.#engine.load(project, buildEngineGraph(document, this.#sources), document.transport)
  }
}
