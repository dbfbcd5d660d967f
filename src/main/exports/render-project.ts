import { nanoid } from 'nanoid'
import { basename, dirname, join } from 'node:path'
import {
  canonicalJson,
  err,
  fail,
  ok,
  type Failure,
  type Result,
  type Seconds,
  type StopSignal,
} from '#shared/kit'
import {
  exportDefaults,
  type ExportSettings,
  type LoudnessReport,
  type RenderReport,
} from '#shared/contract'
import { unmadeJobs, type CableEnd, type Node, type NodeCatalog, type Project } from '#shared/graph'
import {
  buildEngineGraph,
  encodeOffline,
  renderOffline,
  type EngineGraph,
  type OfflineEngines,
  type OfflineRendered,
  type RenderCache,
  type RenderTarget,
} from '../engine'
import { attempt, nodeFiles, writeFailure, type Log } from '../kit'
import type { LibraryService } from '../library'
import { projectSounds } from '../playback'
import type { LoadedPlugins } from '../plugins'
import { OPUS_RATE } from '../sound-files'
import { gainTo } from './loudness-gain'
import { placeAll, type Placing } from './place-all'
import { exists, planExport, type ExportPlan, type PlannedFile } from './plan-export'
import { leftOut } from './embedding'
import { joinStems, originOf } from './join-stems'

/** What an export is made of; settings that are left out are the contract's defaults. */
export interface RenderOptions extends Partial<ExportSettings> {
  readonly format: ExportSettings['format']
  readonly document: Project
  /** Where the project's audio/ lies. */
  readonly folder: string
  readonly out: string
  readonly replace: boolean
  readonly from?: Seconds
  readonly to?: Seconds
  /** 0 to 1. */
  readonly onProgress?: (done: number) => void
  readonly signal?: StopSignal
  /** Nodes whose results are being made now. */
  readonly making?: ReadonlySet<string>
}

export interface RenderParts {
  readonly library: Pick<LibraryService, 'decoded'>
  readonly plugins: Pick<LoadedPlugins, 'catalog' | 'code'> & Partial<Pick<LoadedPlugins, 'found'>>
  readonly log: Log
  /** Where processes that render wait for the next export. */
  readonly engines?: OfflineEngines
  /** What renders keep for those after them; all is rendered without it. */
  readonly cache?: RenderCache
}

/** How long encoding takes beside rendering, for the bar. */
const ENCODING = 0.25

/** Renders a project into sound files that are there whole, all of them, or not at all. */
export async function renderProject(
  wanted: RenderOptions,
  { library, plugins, ...parts }: RenderParts,
): Promise<Result<RenderReport>> {
  const options = { ...exportDefaults, ...wanted }
  const { document } = options
  const sounds = await projectSounds(document, options.folder, library)
  const { catalog, code, found } = plugins
  const unmade = unmadeJobs(document, catalog)
  if (unmade.length > 0) return err(notMade(unmade, catalog, options.making))
  const sources = { catalog, code, sounds, ...(found && { found }) }
  const graph = straight(buildEngineGraph(document, sources))
  const plan = planExport({ ...options, graph })
  if (!plan.ok) return plan
  const work = new ExportWork(options, plan.value, parts)
  const done = await work.run()
  await removeAll(work.temporary)
  return done
}

function notMade(
  nodes: readonly Node[],
  catalog: NodeCatalog,
  making: ReadonlySet<string> = new Set(),
): Failure {
  const names = nodes.map(({ label, type, id }) => `“${label ?? catalog.get(type)?.label ?? id}”`)
  const said = names.length > 5 ? `${names.slice(0, 5).join(', ')} and more` : names.join(', ')
  return nodes.every(({ id }) => making.has(id))
    ? fail('clips-in-the-making', `The results of ${said} are being made: what is heard is a part.`)
    : fail('clips-not-made', `The results of ${said} are not there yet.`)
}

/** The loop is for listening: an export goes from beginning to end. */
function straight(graph: EngineGraph): EngineGraph {
  const { loop: _loop, ...transport } = graph.transport
  return { ...graph, transport }
}

/** Files that are rendered at once: the mix or a stem, and what is apart in the same graph. */
interface Pass {
  readonly graph: EngineGraph
  readonly files: readonly PlannedFile[]
  /** What the files after the first one hold. */
  readonly ends: readonly CableEnd[]
}

/** All at once, or, where that is not to be had, one after another. */
function passesOf(files: readonly PlannedFile[]): readonly Pass[] {
  const [mix, ...stems] = files
  const apart = stems.map(({ graph }) => graph)
  const joined = mix && stems.length > 0 ? joinStems(mix.graph, apart) : undefined
  if (joined !== undefined) return [{ ...joined, files }]
  return files.map(file => ({ graph: file.graph, files: [file], ends: [] }))
}

/** One export: its passes, one after another, and the files that must not stay. */
class ExportWork {
  /** All that was or may have been made and has no name yet. */
  readonly temporary: string[] = []
  readonly #options: RenderOptions & ExportSettings
  readonly #plan: ExportPlan
  readonly #parts: Pick<RenderParts, 'log' | 'cache' | 'engines'>
  readonly #mix: PlannedFile | undefined
  readonly #passes: readonly Pass[]
  /** All work, a pass being 1, and what is done of it. */
  readonly #work: number
  #done = 0
  /** Nodes of all passes, and those that were not rendered. */
  #nodes = 0
  #reused = 0

  constructor(
    options: RenderOptions & ExportSettings,
    plan: ExportPlan,
    parts: Pick<RenderParts, 'log' | 'cache' | 'engines'>,
  ) {
    this.#options = options
    this.#plan = plan
    this.#parts = parts
    this.#mix = plan.files[0]
    this.#passes = passesOf(plan.files)
    const encoded = options.loudness === undefined ? 0 : (this.#passes[0]?.files.length ?? 0)
    this.#work = this.#passes.length + ENCODING * encoded
  }

  async run(): Promise<Result<RenderReport>> {
    const all: Placing[] = []
    const bypassed = new Set<string>()
    let first: OfflineRendered | undefined
    let loudness: LoudnessReport | undefined
    for (const pass of this.#passes) {
      // The loudness of the mix decides on the gain of all, so what is rendered with it waits for that.
      const waits = first === undefined && this.#options.loudness !== undefined
      const gain = loudness === undefined ? 1 : 10 ** (loudness.gainDb / 20)
      const targets = pass.files.map(file => (waits ? this.#raw(file) : this.#target(file, gain)))
      const done = await this.#render(pass, targets, waits)
      if (!done.ok) return done
      first ??= done.value
      for (const node of done.value.bypassed) bypassed.add(originOf(node))
      if (waits && this.#options.loudness !== undefined) {
        loudness = gainTo(this.#options.loudness, done.value.loudness)
      }
      for (const [index, file] of pass.files.entries()) {
        const target = targets[index]
        if (target === undefined) continue
        const encoded = waits ? await this.#encode(file, target, done.value, loudness) : ok(target)
        if (!encoded.ok) return encoded
        all.push({ part: encoded.value.path, out: file.path })
      }
    }
    if (first === undefined) throw new Error('An export without a mix')
    const placed = await placeAll(all, this.#options.replace, exists)
    if (!placed.ok) return placed
    const { loudness: _measured, nodes: _nodes, reused: _reused, ...report } = first
    return ok({
      ...report,
      reused: this.#nodes === 0 ? 0 : this.#reused / this.#nodes,
      bypassed: [...bypassed],
      format: this.#options.format,
      files: this.#plan.files.map(({ path, name }) => ({ path, name })),
      ...(loudness && { loudness }),
      warnings: this.#warnings(loudness),
    })
  }

  /** Raw samples that were rendered, into their file. */
  async #encode(
    file: PlannedFile,
    { path: source }: RenderTarget,
    { frames, channels, sampleRate }: OfflineRendered,
    loudness: LoudnessReport | undefined,
  ): Promise<Result<RenderTarget>> {
    // It is at its rate already.
    const { rate: _rate, ...target } = this.#target(file, 10 ** ((loudness?.gainDb ?? 0) / 20))
    const job = { source, channels, sampleRate, frames, target }
    const encoded = await encodeOffline({ ...this.#tools(ENCODING), job })
    return encoded.ok ? ok(target) : encoded
  }

  async #render(
    { graph, ends }: Pass,
    [target, ...stems]: readonly RenderTarget[],
    measure: boolean,
  ): Promise<Result<OfflineRendered>> {
    if (target === undefined) throw new Error('A pass without a file')
    const beside = ends.flatMap((end, index) => {
      const stem = stems[index]
      return stem === undefined ? [] : [{ ...stem, end }]
    })
    const job = { ...target, measure, ...this.#plan.span, stems: beside }
    const { cache } = this.#parts
    const done = await renderOffline({ ...this.#tools(1), graph, job, ...(cache && { cache }) })
    if (done.ok) {
      this.#nodes += done.value.nodes
      this.#reused += done.value.reused
    }
    return done
  }

  #raw(file: PlannedFile): RenderTarget {
    return { path: this.#temporary(file, '.part.raw'), format: 'raw', ...this.#rate() }
  }

  /** Stems are made of the project, but they are not it: the mix alone carries it. */
  #target(file: PlannedFile, gain: number): RenderTarget {
    const { format, dither, bitrate, embed, document } = this.#options
    const project = file === this.#mix && embed ? canonicalJson(document) : undefined
    const fits = project !== undefined && leftOut(format, project) === undefined
    const path = this.#temporary(file, '.part')
    return { path, gain, format, dither, bitrate, ...this.#rate(), ...(fits && { project }) }
  }

  #rate() {
    const { format, rate } = this.#options
    if (format === 'opus') return { rate: OPUS_RATE }
    return rate === undefined ? {} : { rate }
  }

  #tools(weight: number) {
    const { onProgress, signal } = this.#options
    const before = this.#done
    this.#done += weight
    return {
      log: this.#parts.log,
      ...(onProgress && {
        onProgress: (done: number) => onProgress((before + weight * done) / this.#work),
      }),
      ...(signal && { signal }),
      ...(this.#parts.engines && { engines: this.#parts.engines }),
    }
  }

  #temporary({ path }: PlannedFile, extension: string): string {
    const name = `.${basename(path).slice(0, 120)}.${nanoid(8)}${extension}`
    const temporary = join(dirname(path), name)
    this.temporary.push(temporary)
    return temporary
  }

  #warnings(loudness: LoudnessReport | undefined): readonly string[] {
    const { format, embed, document } = this.#options
    const problem = embed ? leftOut(format, canonicalJson(document)) : undefined
    return [
      ...(problem === undefined ? [] : [problem]),
      ...(loudness === undefined || loudness.reached ? [] : [shortOf(loudness)]),
    ]
  }
}

function shortOf({ integrated, truePeak, target, ceiling, gainDb }: LoudnessReport): string {
  if (integrated <= -120) return 'There is nothing to hear, so its loudness was left as it is.'
  const level = (integrated + gainDb).toFixed(1)
  return `With its peaks at ${truePeak.toFixed(1)} dBTP the mix reaches ${level} LUFS below the ceiling of ${ceiling} dBTP, not ${target}; a limiter would let it be louder.`
}

async function removeAll(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await attempt(
      () => nodeFiles.remove(path),
      errno => writeFailure(errno, path),
    )
  }
}
