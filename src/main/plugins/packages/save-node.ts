import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { SavedNodePlugin } from '#shared/contract'
import { manifestSchema, type ManifestInput, type NodeSpec } from '#shared/graph'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { attempt, writeFailure, userName } from '../../kit'
import { MADE_HERE } from '../made-here'
import { SAVED_CATEGORY, type NodeToSave } from '../plugins-service'
import { installPlugin, type InstalledPlugin, type InstallPlaces } from './install-plugin'
import type { PackageFile } from './package-limits'
import { pluginIds } from './plugin-ids'
import { writeFiles } from './write-files'

/** Where a node of one’s own is put together before it is installed. */
export interface SavePlaces extends InstallPlaces {
  /** For files that do not stay. */
  readonly scratch: string
}

/** Its id in the plugin; types of nodes end with it. */
const NODE = 'node'
/** Makes a plugin of a node that is made of other nodes, and installs it the way all are: whole, or not at all. */
export async function saveNode(
  { name, node, dependencies, replace, about }: NodeToSave,
  places: SavePlaces,
): Promise<Result<SavedNodePlugin>> {
  const id = replace?.id ?? about?.id ?? freeId(name, places)
  if (replace === undefined && about !== undefined && isTaken(id, places)) {
    return err(fail('plugin-duplicate', `There is a plugin “${id}” already.`))
  }
  const manifest: ManifestInput = {
    id,
    name: name.trim() === '' ? 'My node' : name,
    version: replace === undefined ? '1.0.0' : nextVersion(replace.version),
    api: 1,
    author: about?.author ?? userName(),
    description: node.description,
    licence: about?.licence ?? 'UNLICENSED',
    category: about?.category ?? SAVED_CATEGORY,
    ...(about?.icon !== undefined && { icon: about.icon }),
    kind: about === undefined || node.kind === 'output' ? 'node' : node.kind,
    nodes: { [NODE]: node },
    dependencies: { ...dependencies },
  }
  const parsed = manifestSchema.safeParse(manifest)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const at = `/${issue?.path.map(String).join('/') ?? ''}`
    return err(fail('plugin-manifest-invalid', `At ${at}: ${issue?.message ?? 'invalid'}.`, at))
  }
  const installed = await installFiles(
    [
      { path: 'plugin.json', bytes: Buffer.from(inOrder(manifest)) },
      { path: 'README.md', bytes: Buffer.from(about?.readme ?? readmeOf(manifest, node)) },
    ],
    places,
  )
  if (!installed.ok) return installed
  return ok({ type: `${id}/${NODE}`, plugin: id, version: installed.value.version })
}

/** Installs what was made here, the way all plugins are. */
export async function installFiles(
  files: readonly PackageFile[],
  places: SavePlaces,
  noted: string = MADE_HERE,
): Promise<Result<InstalledPlugin>> {
  const made = await attempt(
    async () => {
      await mkdir(places.scratch, { recursive: true })
      return mkdtemp(join(places.scratch, 'node-'))
    },
    errno => writeFailure(errno, `the folder “${places.scratch}”`),
  )
  if (!made.ok) return made
  try {
    const written = await writeFiles(made.value, files)
    if (!written.ok) return written
    const installed = await installPlugin(made.value, { ...places, noted })
    return installed.ok ? installed : err(first(installed.error))
  } finally {
    await rm(made.value, { recursive: true, force: true })
  }
}

function first(failures: readonly Failure[]): Failure {
  return failures[0] ?? fail('write-failed', 'The node could not be saved.')
}

/** Ports and knobs stand in the order that they are shown in. */
function inOrder(manifest: ManifestInput): string {
  return `${JSON.stringify(manifest, undefined, 2)}\n`
}

function isTaken(id: string, { plugins, builtIn }: InstallPlaces): boolean {
  return pluginIds(plugins).has(id) || pluginIds(builtIn).has(id)
}

/** “Warm space” becomes `my-warm-space`, or `my-warm-space-2` where that is taken. */
function freeId(name: string, { plugins, builtIn }: InstallPlaces): string {
  const taken = new Set([...pluginIds(plugins), ...pluginIds(builtIn)])
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40)
  const base = words === '' ? 'my-node' : `my-${words}`
  let id = base
  for (let count = 2; taken.has(id); count++) id = `${base}-${count}`
  return id
}

function nextVersion(version: string): string {
  const [major = '1', minor = '0'] = version.split('.')
  return `${major}.${Number(minor) + 1}.0`
}

function readmeOf({ name }: ManifestInput, { inputs, outputs, params }: NodeSpec): string {
  const list = (
    title: string,
    items: Readonly<Record<string, { readonly label?: string | undefined }>>,
  ) => {
    const lines = Object.entries(items).map(([id, { label }]) => `- ${label ?? id}`)
    return lines.length === 0 ? '' : `\n## ${title}\n\n${lines.join('\n')}\n`
  }
  return `# ${name}

A node of your own, saved from a group. “Unpack” makes a group of it again.
${list('Inputs', inputs)}${list('Outputs', outputs)}${list('Knobs', params)}`
}
