import { readFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import {
  kindOf,
  permissionInWords,
  type Certificate,
  type CertifiedNode,
  type Manifest,
  type NodeDefinition,
} from '#shared/graph'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { RealTimeEngine } from '../../../engine'
import { appVersion, silentLog } from '../../../kit'
import { loadPlugins, type LoadedPlugins } from '../../load-plugins'
import { readPlugin, type PluginFolder } from '../../read-plugin'
import type { WorkRuns } from '../../work-order'
import { contentsHash } from '../contents-hash'
import type { PackageFile } from '../package-limits'
import { pluginIds } from '../plugin-ids'
import { scanPackage } from '../scan-package'
import { Bench } from './bench'
import { checkBlocks } from './check-blocks'
import { checkMemory } from './check-memory'
import { checkModels, type ModelRuns } from './check-models'
import { checkNode, sounds, type NodeCheck } from './check-node'
import { checkParts, type PartCheck, type PartsRunner } from './check-parts'
import { checkState } from './check-state'
import { checkWork } from './check-works'
import { costOf, measureTimes, REFERENCE, type Times } from './measure-cost'

/** Starts what runs a plugin’s tools, sensors, providers, works and models. */
export type OpenParts = (manifest: Manifest, code: string, folder: string) => OpenedParts

type OpenedParts = PartsRunner &
  AsyncDisposable & { readonly models: ModelRuns; readonly works: WorkRuns }

export interface CertifyOptions {
  /** The plugin’s folder, as it is installed, alone in `parent`. */
  readonly folder: string
  readonly parent: string
  readonly files: readonly PackageFile[]
  readonly builtIn: string
  /** Whether costs are measured: it takes a second a node. */
  readonly withCost: boolean
  /** When it is; now if left out. */
  readonly now?: () => Date
  /** Its tools, sensors, providers and works are not run where it is left out. */
  readonly openParts?: OpenParts
  readonly onProgress?: (what: string) => void
}

/** Runs a plugin’s nodes in the sandbox, and reads its code. */
export async function certify(
  options: CertifyOptions,
): Promise<Result<Certificate, readonly Failure[]>> {
  const plugin = readPlugin(options.folder)
  if (!plugin.ok) return plugin
  const { manifest } = plugin.value
  const loaded = loadBeside(options, manifest)
  const nodes: Record<string, CertifiedNode> = {}
  await using bench = await Bench.open(loaded)
  const sounding = Object.values(manifest.nodes).some(({ dsp }) => dsp.form !== 'job')
  await using engine = sounding ? new RealTimeEngine(silentLog) : undefined
  for (const [name, sample] of Object.entries(sounds)) await bench.addSound(name, sample)
  const reference =
    options.withCost && engine ? await referenceOf(bench, engine, loaded) : undefined
  const keepsState = await keepsStateOf(plugin.value)
  await using runner = openRunner(plugin.value, options)
  const parts = runner === undefined ? [] : await partsOf(manifest, runner)
  for (const id of Object.keys(manifest.nodes)) {
    const definition = loaded.catalog.get(`${manifest.id}/${id}`)
    if (definition === undefined) {
      return err([fail('plugin-code-failed', `The node “${id}” does not load.`)])
    }
    options.onProgress?.(definition.label)
    nodes[id] =
      engine === undefined || definition.dsp.form === 'job'
        ? { checks: [...(await worksOf(manifest, definition, runner))] }
        : await certifyNode({ bench, engine, node: definition, reference, keepsState })
  }
  const all: readonly { readonly passed: boolean }[] = [
    ...Object.values(nodes).flatMap(({ checks }) => checks),
    ...parts,
  ]
  const { now = () => new Date() } = options
  return ok({
    format: 1,
    plugin: manifest.id,
    name: manifest.name,
    version: manifest.version,
    kind: kindOf(manifest),
    sha256: contentsHash(options.files),
    at: now().toISOString(),
    wireharp: appVersion(),
    machine: {
      ...thisMachine(),
      ...(reference !== undefined && { reference: { node: REFERENCE, p50: reference.p50 } }),
    },
    permissions: manifest.permissions.map(({ right, scope }) => ({
      right,
      ...(scope !== undefined && { scope: [...scope] }),
      words: permissionInWords({ right, scope }),
    })),
    passed: all.every(({ passed }) => passed),
    nodes,
    parts: [...parts],
    scan: await scanPackage(
      options.folder,
      options.files.map(({ path }) => path),
      manifest,
    ),
  })
}

/** Nothing where nothing of it runs beside the sound. */
function openRunner(
  { manifest, code, folder }: PluginFolder,
  { openParts, onProgress }: CertifyOptions,
): OpenedParts | undefined {
  const { tools, sensors, providers, models, nodes } = manifest
  const parts = [tools, sensors, providers, models].flatMap(part => Object.keys(part))
  const works = Object.values(nodes).filter(({ dsp }) => dsp.form === 'job')
  if (openParts === undefined || code === undefined) return undefined
  if (parts.length + works.length === 0) return undefined
  onProgress?.(manifest.name)
  return openParts(manifest, code, folder)
}

async function partsOf(manifest: Manifest, runner: OpenedParts): Promise<readonly PartCheck[]> {
  return [...(await checkModels(manifest, runner.models)), ...(await checkParts(manifest, runner))]
}

/** Of the plugin’s own work; what the app does for a node is no part of its certificate. */
async function worksOf(
  manifest: Manifest,
  node: NodeDefinition,
  runner: OpenedParts | undefined,
): Promise<readonly NodeCheck[]> {
  const hears = node.dsp.form === 'job' ? node.dsp.hears : undefined
  if (hears === undefined || runner === undefined) return []
  return checkWork(manifest, node, hears, runner.works)
}

interface NodeToCertify {
  readonly bench: Bench
  readonly engine: RealTimeEngine
  readonly node: NodeDefinition
  /** What costs are compared with; nothing is measured where it is left out. */
  readonly reference: Times | undefined
  readonly keepsState: boolean
}

async function certifyNode(parts: NodeToCertify): Promise<CertifiedNode> {
  const { bench, engine, node, reference, keepsState } = parts
  const graph = bench.graph(node)
  const { left } = await bench.render(graph, 8192)
  const { checks, ...figures } = await checkNode(bench, node)
  const all = [...checks, await checkBlocks(engine, graph, left)]
  const isCode = node.dsp.form === 'script' || node.dsp.form === 'wasm'
  if (isCode && keepsState) all.push(await checkState(bench, engine, node))
  if (reference === undefined) return { checks: all, ...figures }
  const { check, memory } = await checkMemory(bench, node)
  const cost = costOf(await measureTimes(bench, engine, node), reference)
  return { checks: [...all, check], ...figures, cost, memory }
}

async function referenceOf(
  bench: Bench,
  engine: RealTimeEngine,
  { catalog }: LoadedPlugins,
): Promise<Times> {
  const node = catalog.get(REFERENCE)
  return node === undefined ? { p50: 0, p95: 0, max: 0 } : measureTimes(bench, engine, node)
}

/** Whether its code hands anything on to the next version of itself. */
async function keepsStateOf({ folder, manifest, code }: PluginFolder): Promise<boolean> {
  const modules = Object.values(manifest.nodes).flatMap(({ dsp }) =>
    dsp.form === 'wasm' ? [join(folder, dsp.module)] : [],
  )
  for (const path of [...(code === undefined ? [] : [code]), ...modules]) {
    const text = await readFile(path, 'latin1')
    if (text.includes(path === code ? 'getState' : 'stateBytes')) return true
  }
  return false
}

function thisMachine(): Certificate['machine'] {
  const all = cpus()
  return {
    cpu: (all[0]?.model ?? 'unknown').trim().slice(0, 200),
    cores: Math.max(1, all.length),
    system: `${process.platform}-${process.arch}`,
  }
}

/** With the built-in nodes, which feed and hear it; a built-in plugin under test stands before itself. */
function loadBeside({ builtIn, parent }: CertifyOptions, { id }: Manifest) {
  const isBuiltIn = pluginIds(builtIn).has(id)
  return loadPlugins(isBuiltIn ? { builtIn: parent, user: builtIn } : { builtIn, user: parent })
}
