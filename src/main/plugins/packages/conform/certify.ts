import { kindOf, type Manifest, type NodeDefinition } from '#shared/graph'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { RealTimeEngine } from '../../../engine'
import { sha256, silentLog } from '../../../kit'
import { loadPlugins } from '../../load-plugins'
import { readPlugin, type PluginFolder } from '../../read-plugin'
import type { PackageFile } from '../package-limits'
import { scanPackage } from '../scan-package'
import type { ScanReport } from '../worker/requests'
import { writeTarball } from '../write-tarball'
import { Bench } from './bench'
import { checkBlocks } from './check-blocks'
import { checkNode, hostile, type NodeCheck } from './check-node'
import { checkParts, type PartCheck, type PartsRunner } from './check-parts'
import { measureCost, type NodeCost } from './measure-cost'

/** What was found out about a plugin, in the sandbox. */
export interface Certificate {
  readonly plugin: string
  readonly name: string
  readonly version: string
  readonly kind: string
  /** SHA-256 of the package that was looked at. */
  readonly sha256: string
  readonly passed: boolean
  readonly nodes: Readonly<
    Record<string, { readonly checks: readonly NodeCheck[]; readonly cost?: NodeCost }>
  >
  /** Tools, sensors and providers. */
  readonly parts: readonly PartCheck[]
  readonly scan: ScanReport
}

/** Starts what runs a plugin’s tools, sensors and providers. */
export type OpenParts = (manifest: Manifest, code: string) => PartsRunner & AsyncDisposable

export interface CertifyOptions {
  /** The plugin’s folder, as it is installed, alone in `parent`. */
  readonly folder: string
  readonly parent: string
  readonly files: readonly PackageFile[]
  readonly builtIn: string
  /** Whether costs are measured: it takes a second a node. */
  readonly withCost: boolean
  /** Its tools, sensors and providers are not run where it is left out. */
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
  const nodes: Record<string, { checks: readonly NodeCheck[]; cost?: NodeCost }> = {}
  await using bench = await Bench.open(loaded)
  const hasNodes = Object.keys(manifest.nodes).length > 0
  await using engine = hasNodes ? new RealTimeEngine(silentLog) : undefined
  for (const [name, sample] of Object.entries(hostile)) await bench.addSound(name, sample)
  for (const id of Object.keys(manifest.nodes)) {
    const definition = loaded.catalog.get(`${manifest.id}/${id}`)
    if (definition === undefined || engine === undefined) {
      return err([fail('plugin-code-failed', `The node “${id}” does not load.`)])
    }
    options.onProgress?.(definition.label)
    nodes[id] = await certifyNode(bench, engine, definition, options.withCost)
  }
  const parts = await partsOf(plugin.value, options)
  const all: readonly { readonly passed: boolean }[] = [
    ...Object.values(nodes).flatMap(({ checks }) => checks),
    ...parts,
  ]
  return ok({
    plugin: manifest.id,
    name: manifest.name,
    version: manifest.version,
    kind: kindOf(manifest),
    sha256: sha256(writeTarball(options.files)),
    passed: all.every(({ passed }) => passed),
    nodes,
    parts,
    scan: await scanPackage(
      options.folder,
      options.files.map(({ path }) => path),
      manifest,
    ),
  })
}

async function partsOf(
  { manifest, code }: PluginFolder,
  { openParts, onProgress }: CertifyOptions,
): Promise<readonly PartCheck[]> {
  const { tools, sensors, providers } = manifest
  const count = Object.keys(tools).length + Object.keys(sensors).length + providers.length
  if (openParts === undefined || code === undefined || count === 0) return []
  onProgress?.(manifest.name)
  await using runner = openParts(manifest, code)
  return await checkParts(manifest, runner)
}

async function certifyNode(
  bench: Bench,
  engine: RealTimeEngine,
  node: NodeDefinition,
  withCost: boolean,
) {
  const graph = bench.graph(node)
  const { left } = await bench.render(graph, 8192)
  const checks = [...(await checkNode(bench, node)), await checkBlocks(engine, graph, left)]
  return withCost ? { checks, cost: await measureCost(bench, engine, node) } : { checks }
}

/** With the built-in nodes, which feed and hear it; a built-in plugin under test stands before itself. */
function loadBeside({ builtIn, parent }: CertifyOptions, { id }: Manifest) {
  const isBuiltIn = loadPlugins({ builtIn }).plugins.some(plugin => plugin.id === id)
  return loadPlugins(isBuiltIn ? { builtIn: parent, user: builtIn } : { builtIn, user: parent })
}
