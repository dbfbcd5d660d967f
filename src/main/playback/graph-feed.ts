import { isDeepStrictEqual } from 'node:util'
import type { Emitter } from '#shared/kit'
import { expandNodes, sensorsIn, withReadings, type Asset, type Project } from '#shared/graph'
import { buildEngineGraph, type EngineSources, type RealTimeEngine } from '../engine'
import type { LibraryService } from '../library'
import type { LoadedPlugins } from '../plugins'
import type { ProjectService } from '../project'
import { withEarlySounds, type EarlySounds } from './early-sounds'
import { projectSounds } from './project-sounds'

/** The plugins, and their changes where they can change. */
export type PlayedPlugins = Pick<LoadedPlugins, 'catalog' | 'code'> &
  Pick<EngineSources, 'found'> & {
    readonly changes?: Pick<Emitter<unknown>, 'on'>
  }

/** What sensors measure, for as long as it is held. */
export interface LiveReadings {
  readonly readings: Pick<Emitter<{ readonly sourceId: string }>, 'on'>
  has(sourceId: string): boolean
  latest(sourceId: string): { readonly value: number } | undefined
  hold(sourceId: string): Disposable
}

/** Readings come to the engine so often at most; its parameters glide between them. */
const READINGS_MS = 33

/**
 * Keeps the engine playing what the document says: every accepted edit of the project that plays becomes a
 * batch. Edits that bring new sounds wait until those are decoded, all others go through at once. A plugin that comes or
 * goes is like an edit, and what a sensor of the project measures goes in as the value of its node.
 */
export class GraphFeed implements Disposable {
  readonly #engine: RealTimeEngine
  readonly #projects: Pick<ProjectService, 'opened' | 'events'>
  readonly #library: Pick<LibraryService, 'decoded'>
  readonly #plugins: PlayedPlugins
  readonly #readings: LiveReadings | undefined
  readonly #early: EarlySounds | undefined
  readonly #held = new Map<string, Disposable>()
  #soon: NodeJS.Timeout | undefined
  readonly #subscriptions = new DisposableStack()
  #project: string | undefined
  #assets: Readonly<Record<string, Asset>> = {}
  /** The decoded sounds of the project. */
  #sounds: EngineSources['sounds'] = new Map()
  #heardEarly: readonly string[] = []
  #decoding = 0
  #sources: EngineSources

  constructor(parts: {
    readonly engine: RealTimeEngine
    readonly projects: Pick<ProjectService, 'opened' | 'events'>
    readonly library: Pick<LibraryService, 'decoded'>
    readonly plugins: PlayedPlugins
    readonly readings?: LiveReadings
    readonly early?: EarlySounds
  }) {
    this.#engine = parts.engine
    this.#projects = parts.projects
    this.#library = parts.library
    this.#plugins = parts.plugins
    this.#readings = parts.readings
    this.#early = parts.early
    this.#sources = this.#sourcesWith(this.#sounds)
    this.#subscriptions.use(
      parts.projects.events.on(({ project, event }) => {
        if (project === this.#project && event.kind === 'patched') void this.#update()
      }),
    )
    const early = parts.early?.changed.on(project => {
      if (project === this.#project) void this.#update()
    })
    if (early !== undefined) this.#subscriptions.use(early)
    const changes = parts.plugins.changes?.on(() => {
      this.#sources = this.#sourcesWith(this.#sources.sounds)
      void this.#update()
    })
    if (changes !== undefined) this.#subscriptions.use(changes)
    const readings = parts.readings?.readings.on(({ sourceId }) => {
      if (this.#held.has(sourceId)) this.#soon ??= setTimeout(() => this.#refresh(), READINGS_MS)
    })
    if (readings !== undefined) this.#subscriptions.use(readings)
  }

  /** Makes this the project that sounds. Resolves when the engine was told. */
  async follow(project: string): Promise<void> {
    if (project !== this.#project) this.#assets = {}
    this.#project = project
    await this.#update()
  }

  [Symbol.dispose](): void {
    this.#subscriptions.dispose()
    clearTimeout(this.#soon)
    for (const held of this.#held.values()) held[Symbol.dispose]()
    this.#held.clear()
  }

  /** Anew for every set of plugins: what was built of the one before is built again. */
  #sourcesWith(sounds: EngineSources['sounds']): EngineSources {
    const { catalog, code, found } = this.#plugins
    return { catalog, code, sounds, ...(found && { found }) }
  }

  async #update(): Promise<void> {
    const project = this.#project
    const opened = project === undefined ? undefined : this.#projects.opened(project)
    if (project === undefined || !opened?.ok) return
    const { document, folder } = opened.value
    if (!isDeepStrictEqual(document.assets, this.#assets)) {
      this.#decoding += 1
      const sounds = await projectSounds(document, folder, this.#library).finally(() => {
        this.#decoding -= 1
      })
      // Another project, or another edit, may have come in the meantime: that one feeds the engine.
      const present = this.#projects.opened(project)
      if (project !== this.#project || !present.ok) return
      if (present.value.document !== document) return this.#update()
      this.#assets = document.assets
      this.#sounds = sounds
      this.#sources = this.#sourcesWith(sounds)
      this.#heardEarly = []
    }
    this.#load(project, document)
  }

  /** The document is as it was; what its sensors measure is not. */
  #refresh(): void {
    this.#soon = undefined
    const project = this.#project
    const opened = project === undefined ? undefined : this.#projects.opened(project)
    // New sounds are being decoded: what waits for them tells the readings too.
    if (project === undefined || !opened?.ok || this.#decoding > 0) return
    this.#load(project, opened.value.document)
  }

  #load(project: string, given: Project): void {
    const readings = this.#readings
    const sofar = this.#withEarly(project, given)
    const { catalog } = this.#sources
    // Sensors may lie inside of nodes that are made of others.
    const document = expandNodes(sofar, catalog)
    this.#hold(document)
    const heard =
      readings === undefined || this.#held.size === 0
        ? document
        : withReadings(document, catalog, type => readings.latest(type)?.value)
    this.#engine.load(project, buildEngineGraph(heard, this.#sources), document.transport)
  }

  /** What is made of sounds so far plays until they are whole. */
  #withEarly(project: string, given: Project): Project {
    const early = this.#early?.of(project)
    if (early === undefined || (early.size === 0 && this.#heardEarly.length === 0)) return given
    const { document, sounds } = withEarlySounds(given, early)
    const heard = [...sounds.keys()]
    if (!isDeepStrictEqual(heard, this.#heardEarly)) {
      this.#heardEarly = heard
      this.#sources = this.#sourcesWith(new Map([...this.#sounds, ...sounds]))
    }
    return document
  }

  /** Has the sensors read that the document has nodes of, and no others. */
  #hold(document: Project): void {
    const readings = this.#readings
    if (readings === undefined) return
    const wanted = sensorsIn(document, type => readings.has(type))
    for (const [source, held] of this.#held) {
      if (wanted.has(source)) continue
      held[Symbol.dispose]()
      this.#held.delete(source)
    }
    for (const source of wanted) {
      if (!this.#held.has(source)) this.#held.set(source, readings.hold(source))
    }
  }
}
