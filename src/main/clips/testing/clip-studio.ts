import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nanoid } from 'nanoid'
import { exportDefaults, type ClipNodeInfo } from '#shared/contract'
import type { Edit, Node, Project } from '#shared/graph'
import { err, ok, unwrap, type Result } from '#shared/kit'
import { createExportsService } from '../../exports'
import { createGeneration } from '../../generation'
import { Inference } from '../../inference'
import { createJobs, type Jobs } from '../../jobs'
import { rootFolder, silentLog, systemClock, type AppPaths, type Clock, type Log } from '../../kit'
import { createLibraryService, decodeSound, type LibraryService } from '../../library'
import { createModels, type Models } from '../../models'
import { builtInPlugins, loadPlugins, type LoadedPlugins } from '../../plugins'
import { createProjectService } from '../../project'
import { createStems, type SeparationService } from '../../stems'
import { openStore } from '../../store'
import { clipModels, createClips, EarlyClips } from '..'
import type { OwnWorks } from '../kinds/own-kind'

const builtIn = loadPlugins({ builtIn: builtInPlugins() })
export const call: { readonly signal: AbortSignal } = { signal: new AbortController().signal }

/** A folder for the data of an app, gone at the end. */
export function makeHome(): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'wireharp-clips-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** What kinds of job are made of. */
export interface ClipStudioParts {
  readonly jobs: Jobs
  readonly inference: Inference
  readonly models: Models
  readonly library: LibraryService
  readonly paths: Pick<AppPaths, 'data' | 'cache' | 'config'>
  readonly clock: Clock
  readonly log: Log
}

/** The services that clip nodes need, over a folder: ended and made again, as Wireharp is. */
export async function openClipStudio(
  home: string,
  {
    models,
    own,
    plugins = builtIn,
    more,
    service,
  }: {
    readonly models?: string | undefined
    readonly own?: OwnWorks
    readonly plugins?: LoadedPlugins
    /** Makes further kinds of job known. */
    readonly more?: (parts: ClipStudioParts) => Disposable
    readonly service?: () => SeparationService | undefined
  } = {},
) {
  const paths = { data: join(home, 'data'), cache: join(home, 'cache'), config: home }
  mkdirSync(paths.data, { recursive: true })
  await using building = new AsyncDisposableStack()
  const log = silentLog
  const clock = systemClock
  const store = building.use(unwrap(openStore({ path: join(paths.data, 'a.db'), clock, log })))
  const inference = building.use(new Inference({ log }))
  const jobs = building.use(createJobs({ store, paths, clock, log }))
  const catalog = () => plugins.catalog
  const resources = join(rootFolder(), 'resources')
  const projects = building.use(
    createProjectService({ store, paths, resources, catalog, clock, log }),
  )
  const library = createLibraryService({ projects, paths, log, decode: decodeSound })
  const env = models === undefined ? {} : { WIREHARP_MODEL_PATH: models, WIREHARP_PROFILE: 'ai' }
  const document = (project: string): Result<Project> => {
    const opened = projects.opened(project)
    return opened.ok ? ok(opened.value.document) : opened
  }
  const stored = building.use(
    createModels({ jobs, paths, clock, log, env, document, plugins: () => plugins.found.values() }),
  )
  const generation = building.use(createGeneration({ jobs, inference, models: stored, paths }))
  const found = building.use(clipModels(stored, log))
  building.use(createStems({ jobs, inference, projects, library, paths, model: found.separation }))
  const given = { jobs, inference, models: stored, library, paths, clock, log }
  if (more !== undefined) building.use(more(given))
  const folder = join(paths.cache, 'early')
  const early = building.use(new EarlyClips({ jobs, folder, log, pause: 0 }))
  const clips = building.use(
    createClips({
      ...{ projects, library, jobs, inference, catalog, early, paths, log },
      models: found,
      ...(own && { own }),
      ...(service && { service }),
      render: () => ({ library, plugins, log }),
    }),
  )
  const owned = building.move()
  return {
    ...{ projects, library, jobs, store, inference, models: stored, early, clips: clips.service },
    generation: generation.service,
    making: (project: string) => clips.making(project),
    render: { library, plugins, log },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
export type ClipStudio = Awaited<ReturnType<typeof openClipStudio>>

/** An open project of a studio, and short words for what tests do with it. */
export class ClipProject {
  readonly id: string
  readonly #studio: ClipStudio

  constructor(studio: ClipStudio, id: string) {
    this.#studio = studio
    this.id = id
  }

  static async create(studio: ClipStudio): Promise<ClipProject> {
    const state = unwrap(await studio.projects.create({}, call))
    return new ClipProject(studio, state.project)
  }

  get document(): Project {
    return unwrap(this.#studio.projects.opened(this.id)).document
  }

  get path(): string {
    return unwrap(this.#studio.projects.opened(this.id)).path
  }

  node(id: string): Node {
    const node = this.document.graph.nodes[id]
    if (node === undefined) throw new Error(`There is no node “${id}”.`)
    return node
  }

  async edit(...edits: Edit[]): Promise<void> {
    const { revision } = unwrap(this.#studio.projects.opened(this.id))
    const transaction = { id: nanoid(), label: 'Edit', edits }
    unwrap(
      await this.#studio.projects.edit({ project: this.id, base: revision, transaction }, call),
    )
  }

  add(id: string, type: string, params: Node['params'] = {}): Promise<void> {
    return this.edit({ kind: 'add-node', node: { id, type, position: { x: 0, y: 0 }, params } })
  }

  wire(from: readonly [string, string], to: readonly [string, string]): Promise<void> {
    const cable = {
      id: `${from.join('-')}-${to.join('-')}`,
      from: { node: from[0], port: from[1] },
      to: { node: to[0], port: to[1] },
    }
    return this.edit({ kind: 'connect', cable })
  }

  /** A player with a sound, interleaved stereo at 44.1 kHz. */
  async player(id: string, samples: Float32Array, folder: string): Promise<string> {
    const path = join(folder, `${id}.wav`)
    writeFileSync(path, wavOf(samples))
    const imported = await this.#studio.library.importPath({ project: this.id, path }, call)
    const { asset } = unwrap(imported)
    await this.edit({ kind: 'add-asset', asset })
    await this.add(id, 'player/player', { sound: asset.sha256 })
    return asset.sha256
  }

  async run(...nodes: string[]): Promise<readonly string[]> {
    const wanted = nodes.length === 0 ? {} : { nodes }
    return unwrap(await this.#studio.clips.run({ project: this.id, ...wanted }, call)).nodes
  }

  /** The states of a node as they are told, until it is in one of these. */
  async until(node: string, ...states: readonly string[]): Promise<readonly string[]> {
    const seen: string[] = []
    const stop = new AbortController()
    for await (const { nodes } of this.#studio.clips.watch(
      { project: this.id },
      { signal: stop.signal },
    )) {
      const state = nodes[node]?.state
      if (state !== undefined && state !== seen.at(-1)) seen.push(state)
      if (state !== undefined && states.includes(state)) break
    }
    stop.abort()
    return seen
  }

  /** How a node stands, as soon as it stands so. */
  async infoWith(node: string, wanted: (info: ClipNodeInfo) => boolean): Promise<ClipNodeInfo> {
    const stop = new AbortController()
    for await (const { nodes } of this.#studio.clips.watch(
      { project: this.id },
      { signal: stop.signal },
    )) {
      const info = nodes[node]
      if (info === undefined || !wanted(info)) continue
      stop.abort()
      return info
    }
    throw new Error(`${node} was never so.`)
  }

  /** An export of the project, as the app makes one. */
  async render(folder: string) {
    const exports = createExportsService({
      ...this.#studio.render,
      projects: this.#studio.projects,
      making: this.#studio.making,
    })
    const settings = { ...exportDefaults, format: 'wav16', replace: true } as const
    const wish = { project: this.id, path: join(folder, 'out.wav'), to: 0.1, ...settings }
    for await (const event of exports.run(wish, call)) {
      if (event.kind === 'completed') return ok(event.report)
      if (event.kind === 'failed') return err(event.failure)
    }
    throw new Error('The export said nothing.')
  }

  /** The samples of a clip that a node has made. */
  async samples(node: string, port: string): Promise<Float32Array> {
    const asset = this.document.assets[this.node(node).result?.clips[port] ?? '']
    if (asset === undefined) throw new Error(`${node} has made no ${port}.`)
    const { folder } = unwrap(this.#studio.projects.opened(this.id))
    const { path } = unwrap(await this.#studio.library.decoded(asset, folder))
    const bytes = readFileSync(path)
    return new Float32Array(new Uint8Array(bytes).buffer)
  }
}

/** 32-bit float, stereo, 44.1 kHz. */
export function wavOf(samples: Float32Array): Buffer {
  const head = Buffer.alloc(44)
  head.write('RIFF', 0, 'latin1')
  head.writeUInt32LE(36 + samples.byteLength, 4)
  head.write('WAVEfmt ', 8, 'latin1')
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(3, 20)
  head.writeUInt16LE(2, 22)
  head.writeUInt32LE(44_100, 24)
  head.writeUInt32LE(44_100 * 8, 28)
  head.writeUInt16LE(8, 32)
  head.writeUInt16LE(32, 34)
  head.write('data', 36, 'latin1')
  head.writeUInt32LE(samples.byteLength, 40)
  return Buffer.concat([head, new Uint8Array(samples.buffer)])
}
