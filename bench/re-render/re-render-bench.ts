import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unwrap } from '#shared/kit'
import type { NodeCatalog, Project } from '#shared/graph'
import { buildEngineGraph, OfflineEngines, RenderCache, renderOffline } from '../../src/main/engine'
import { silentLog } from '../../src/main/kit'
import { builtInPlugins, loadPlugins } from '../../src/main/plugins'
import { noise } from '../peers/noise'
import { song, SOUNDS, wideSong } from './song'

const RATE = 48_000
/** The players' sounds go round and round. */
const SOUND_SECONDS = 60
/** A full render between so many others: machines drift. */
const EVERY = 10

export interface ReRenderOptions {
  readonly seconds: number
  /** Only every so many nodes. */
  readonly every: number
  /** What is kept lies in memory from the beginning, as it does when a second knob is turned. */
  readonly warm?: boolean
  /** The one in which no track hears another. */
  readonly wide?: boolean
  readonly json?: boolean
}

export interface ReRenderRow {
  readonly node: string
  readonly ms: number
  readonly renderMs: number
  /** Of the time of a full render. */
  readonly part: number
  readonly reused: number
}

export interface ReRenderReport {
  readonly nodes: number
  readonly seconds: number
  /** From the graph to the finished file: median of the renders without a cache. */
  readonly fullMs: number
  /** The first render, which fills the cache. */
  readonly fillingMs: number
  readonly keptMb: number
  readonly meanPart: number
  readonly worstPart: number
  /** The mean of rendering alone, without hashing, writing and checking. */
  readonly meanRenderPart: number
  /** Renders that gave other samples than a full render of the same graph; of every tenth. */
  readonly unlike: number
  readonly rows: readonly ReRenderRow[]
}

/**
 * Renders a song whole, and then once after each of its nodes (or every so many) was changed, always from the same
 * cache. Sounds that are kept come from the disk when they are read for the first time, from memory after that.
 */
export async function reRenderBench(options: ReRenderOptions): Promise<ReRenderReport> {
  const folder = mkdtempSync(join(tmpdir(), 'wireharp-re-render-'))
  try {
    await using engines = new OfflineEngines()
    return await measure(folder, options, engines)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function measure(
  folder: string,
  { seconds, every, warm = false, wide = false }: ReRenderOptions,
  engines: OfflineEngines,
): Promise<ReRenderReport> {
  const { catalog, code } = loadPlugins({ builtIn: builtInPlugins() })
  const sources = { catalog, code, sounds: writeSounds(folder) }
  const cache = new RenderCache(join(folder, 'cache'), { limit: 2 ** 33 })
  const job = {
    path: join(folder, 'out.wav'),
    format: 'wav24',
    from: 0,
    to: seconds * RATE,
  } as const
  const render = async (project: Project, cached: boolean) => {
    const graph = buildEngineGraph(project, sources)
    const options = { graph, job, engines, log: silentLog, ...(cached && { cache }) }
    const began = performance.now()
    const { sha256, nodes, reused, renderMs } = unwrap(await renderOffline(options))
    return { ms: performance.now() - began, renderMs, sha256, reused: reused / nodes }
  }
  const project = wide ? wideSong(seconds) : song(seconds)
  // The first one meets code that is not compiled yet.
  await render(project, false)
  const full = [await render(project, false)]
  const filling = await render(project, true)
  const kept = [...(await cache.list()).values()]
  // One after the other: only the system's memory of files is to hold them.
  if (warm) for (const { path } of kept) await readFile(path)
  const rows: Omit<ReRenderRow, 'part'>[] = []
  let unlike = 0
  for (const [index, node] of Object.keys(project.graph.nodes).entries()) {
    const changed = index % every === 0 ? withChange(project, node, catalog) : undefined
    if (changed === undefined) continue
    const { sha256, ...row } = await render(changed, true)
    rows.push({ node, ...row })
    if (rows.length % EVERY !== 1) continue
    const whole = await render(changed, false)
    full.push(whole)
    if (whole.sha256 !== sha256) unlike += 1
  }
  const fullMs = median(full.map(({ ms }) => ms))
  const parts = rows.map(({ ms }) => ms / fullMs)
  const renderMs = median(full.map(row => row.renderMs))
  return {
    nodes: Object.keys(project.graph.nodes).length,
    seconds,
    fullMs,
    fillingMs: filling.ms,
    keptMb: kept.reduce((sum, { channels, frames }) => sum + channels * frames * 4, 0) / 2 ** 20,
    meanPart: mean(parts),
    meanRenderPart: mean(rows.map(row => row.renderMs / renderMs)),
    worstPart: Math.max(...parts),
    unlike,
    rows: rows.map(row => ({ ...row, part: row.ms / fullMs })),
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function writeSounds(folder: string) {
  const frames = SOUND_SECONDS * RATE
  const sounds = SOUNDS.map((id, index) => {
    const path = join(folder, `${id}.f32`)
    writeFileSync(path, new Uint8Array(noise(frames, index + 1).buffer))
    return [id, { path, sampleRate: RATE, channels: 1, frames }] as const
  })
  return new Map(sounds)
}

/** The first knob of a node, turned a little; undefined where it has none. */
function withChange(project: Project, id: string, catalog: NodeCatalog): Project | undefined {
  const node = project.graph.nodes[id]
  const params = Object.entries(catalog.get(node?.type ?? '')?.params ?? {})
  for (const [param, spec] of params) {
    if (node === undefined || spec.kind !== 'number') continue
    const now = node.params[param]
    const value = typeof now === 'number' ? now : spec.default
    const step = (spec.max - spec.min) * 0.01
    const turned = value + step <= spec.max ? value + step : value - step
    const nodes = {
      ...project.graph.nodes,
      [id]: { ...node, params: { ...node.params, [param]: turned } },
    }
    return { ...project, graph: { ...project.graph, nodes } }
  }
  return undefined
}
