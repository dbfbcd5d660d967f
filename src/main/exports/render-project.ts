import { nanoid } from 'nanoid'
import { basename, dirname, join } from 'node:path'
import { canonicalJson, ok, type Result, type Seconds, type StopSignal } from '#shared/kit'
import {
  exportDefaults,
  type ExportSettings,
  type LoudnessReport,
  type RenderReport,
} from '#shared/contract'
import type { Project } from '#shared/graph'
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
import { gainTo } from './loudness-gain'
import { placeAll, type Placing } from './place-all'
import { exists, planExport, type ExportPlan, type PlannedFile } from './plan-export'
import { leftOut } from './embedding'

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
}

export interface RenderParts {
  readonly library: Pick<LibraryService, 'decoded'>
  readonly plugins: Pick<LoadedPlugins, 'catalog' | 'code'>
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
  const sources = { catalog: plugins.catalog, code: plugins.code, sounds }
  const graph = straight(buildEngineGraph(document, sources))
  const plan = planExport({ ...options, graph })
  if (!plan.ok) return plan
  const work = new ExportWork(options, plan.value, parts)
  const done = await work.run()
  await removeAll(work.temporary)
  return done
}

/** The loop is for listening: an export goes from beginning to end. */
function straight(graph: EngineGraph): EngineGraph {
  const { loop: _loop, ...transport } = graph.transport
  return { ...graph, transport }
}

/** One export: its passes, one after another, and the files that must not stay. */
class ExportWork {
  /** All that was or may have been made and has no name yet. */
  readonly temporary: string[] = []
  readonly #options: RenderOptions & ExportSettings
  readonly #plan: ExportPlan
  readonly #parts: Pick<RenderParts, 'log' | 'cache' | 'engines'>
  readonly #passes: number
  #passed = 0
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
    this.#passes = plan.files.length + (options.loudness === undefined ? 0 : ENCODING)
  }

  async run(): Promise<Result<RenderReport>> {
    const [mix, ...stems] = this.#plan.files
    if (mix === undefined) throw new Error('An export without a mix')
    const made = await this.#mix(mix)
    if (!made.ok) return made
    const { rendered, loudness, placing } = made.value
    const bypassed = new Set(rendered.bypassed)
    const all = [placing]
    const gain = loudness === undefined ? 1 : 10 ** (loudness.gainDb / 20)
    for (const stem of stems) {
      const part = this.#part(stem)
      const done = await this.#render(stem.graph, this.#target(part, gain, false), false)
      if (!done.ok) return done
      for (const node of done.value.bypassed) bypassed.add(node)
      all.push({ part, out: stem.path })
    }
    const placed = await placeAll(all, this.#options.replace, exists)
    if (!placed.ok) return placed
    const { loudness: _measured, nodes: _nodes, reused: _reused, ...report } = rendered
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

  /** In one pass, or, where a loudness is wanted, rendered, measured and then brought to it. */
  async #mix(
    mix: PlannedFile,
  ): Promise<Result<{ rendered: OfflineRendered; loudness?: LoudnessReport; placing: Placing }>> {
    const part = this.#part(mix)
    const placing = { part, out: mix.path }
    const { loudness: wanted } = this.#options
    if (wanted === undefined) {
      const rendered = await this.#render(mix.graph, this.#target(part, 1, true), false)
      return rendered.ok ? ok({ rendered: rendered.value, placing }) : rendered
    }
    const source = `${part}.raw`
    this.temporary.push(source)
    const raw = { path: source, format: 'raw' } as const
    const rendered = await this.#render(mix.graph, raw, true)
    if (!rendered.ok) return rendered
    const { frames, channels, sampleRate, loudness: measured } = rendered.value
    const loudness = gainTo(wanted, measured)
    const target = this.#target(part, 10 ** (loudness.gainDb / 20), true)
    const encoded = await encodeOffline({
      ...this.#tools(ENCODING),
      job: { source, channels, sampleRate, frames, target },
    })
    return encoded.ok ? ok({ rendered: rendered.value, loudness, placing }) : encoded
  }

  async #render(
    graph: EngineGraph,
    target: RenderTarget,
    measure: boolean,
  ): Promise<Result<OfflineRendered>> {
    const job = { ...target, measure, ...this.#plan.span }
    const { cache } = this.#parts
    const done = await renderOffline({ ...this.#tools(1), graph, job, ...(cache && { cache }) })
    if (done.ok) {
      this.#nodes += done.value.nodes
      this.#reused += done.value.reused
    }
    return done
  }

  /** Stems are made of the project, but they are not it: the mix alone carries it. */
  #target(path: string, gain: number, isMix: boolean): RenderTarget {
    const { format, dither, bitrate, embed, document } = this.#options
    const project = isMix && embed ? canonicalJson(document) : undefined
    const fits = project !== undefined && leftOut(format, project) === undefined
    return { path, gain, format, dither, bitrate, ...(fits && { project }) }
  }

  #tools(weight: number) {
    const { onProgress, signal } = this.#options
    const before = this.#passed
    this.#passed += weight
    return {
      log: this.#parts.log,
      ...(onProgress && {
        onProgress: (done: number) => onProgress((before + weight * done) / this.#passes),
      }),
      ...(signal && { signal }),
      ...(this.#parts.engines && { engines: this.#parts.engines }),
    }
  }

  #part({ path }: PlannedFile): string {
    const part = join(dirname(path), `.${basename(path).slice(0, 120)}.${nanoid(8)}.part`)
    this.temporary.push(part)
    return part
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
