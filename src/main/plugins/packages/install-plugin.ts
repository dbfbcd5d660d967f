import { readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Manifest, Permission } from '#shared/graph'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { attempt, nodeFiles, pathProblem, sha256, writeFailure, type FilePort } from '../../kit'
import { packageRefusal, type PackageOrigin, type PolicyFile } from '../../policy'
import { readPlugin } from '../read-plugin'
import { fetchPackage, type FetchedPackage, type FetchOptions } from './fetch-package'
import {
  commitVersion,
  CURRENT,
  homeOf,
  kindAt,
  readRecord,
  recordOf,
  type InstallRecord,
} from './installed'
import type { PackageFile } from './package-limits'
import { pluginIds } from './plugin-ids'
import { parseSource, sourceText, type PackageSource } from './package-source'
import { scanPackage } from './scan-package'
import { stagingFolder, sweepStaging } from './staging'
import { asRefusal, examine, looksLike, notePublisher, ownKeys, type Signer } from './trust'
import type { ScanReport } from './worker/requests'
import { writeFiles } from './write-files'

/** Where plugins go and come from. */
export interface InstallPlaces extends FetchOptions {
  /** The user’s plugins. */
  readonly plugins: string
  /** Those that come with Wireharp: their ids are taken. */
  readonly builtIn: string
  /** Where relative paths count from. */
  readonly folder: string
  /** The user saw that it asks for more than before, or that somebody else signed it, and agreed. */
  readonly agreed?: boolean
  /** How the disk is changed. */
  readonly files?: FilePort
  /** What policy.yaml says of it; nothing where it is left out, as for what is made here. */
  readonly policy?: PolicyFile
  /** What is noted as its source, in place of where it comes from. */
  readonly noted?: string
}

export interface InstalledPlugin {
  readonly id: string
  readonly name: string
  readonly version: string
  readonly folder: string
  readonly source: string
  readonly resolved: string
  readonly integrity?: string
  /** The version that was there before; that of the plugin itself where nothing changed. */
  readonly before?: string
  /** Whether it was there already, to the bit. */
  readonly unchanged: boolean
  /** What it asks for. */
  readonly permissions: readonly Permission[]
  /** Plugins that it needs and that are not there. */
  readonly missing: readonly string[]
  readonly scan: ScanReport
}

/**
 * Installs a plugin, or another version of it: all of it or nothing. It is fetched, checked and written aside first;
 * then a rename brings its folder to its place, and another the file that names the version which counts. Runs nothing
 * of it.
 */
export async function installPlugin(
  text: string,
  places: InstallPlaces,
  check: PluginCheck = () => undefined,
): Promise<Result<InstalledPlugin, readonly Failure[]>> {
  const source = parseSource(text, places.folder)
  if (!source.ok) return err([source.error])
  const fetched = await fetchPackage(source.value, places)
  if (!fetched.ok) return err([fetched.error])
  const origin = {
    source: places.noted ?? sourceText(source.value),
    kind: source.value.kind,
  }
  return placePackage(fetched.value, origin, places, check)
}

/** How a package came here. */
export interface Origin {
  /** Where the next version comes from. */
  readonly source: string
  readonly kind: PackageSource['kind']
  /** The registry’s address, where it is known. */
  readonly registry?: string
  /** It comes with the app. */
  readonly isOwn?: boolean
  /** The id that it goes by, beside another major version of it. */
  readonly alias?: string
}

/** Why a plugin may not be installed, beside what is checked of all. */
export type PluginCheck = (manifest: Manifest, signer?: Signer) => Failure | undefined

/** Puts a package that was fetched and checked to its place. */
export async function placePackage(
  fetched: FetchedPackage,
  origin: Origin,
  places: InstallPlaces,
  check: PluginCheck,
): Promise<Result<InstalledPlugin, readonly Failure[]>> {
  const { plugins, files = nodeFiles } = places
  await sweepStaging(plugins)
  const staged = stagingFolder(plugins)
  try {
    const made = await attempt(
      () => files.makeFolder(staged),
      errno => writeFailure(errno, `the folder “${plugins}”`),
    )
    if (!made.ok) return err([made.error])
    const written = await writeFiles(staged, fetched.files, files)
    if (!written.ok) return err([written.error])
    const plugin = readPlugin(staged)
    if (!plugin.ok) return plugin
    const manifest = { ...plugin.value.manifest, ...(origin.alias && { id: origin.alias }) }
    const { signer } = fetched
    const refused =
      check(plugin.value.manifest, signer) ??
      byPolicy(plugin.value.manifest.id, fetched, origin, places) ??
      whoHas(manifest.id, places) ??
      distrust(plugin.value.manifest, fetched, origin, places)
    if (refused !== undefined) return err([refused])
    const names = fetched.files.map(({ path }) => path)
    const scan = await scanPackage(staged, names, manifest)
    const placed = await place(staged, manifest, {
      ...{ fetched, origin, plugins, port: files },
      realId: plugin.value.manifest.id,
    })
    if (!placed.ok) return err([placed.error])
    if (signer !== undefined) await note(manifest.id, signer, plugins)
    return ok({ ...placed.value, ...describe(manifest, places), scan, source: origin.source })
  } finally {
    await rm(staged, { recursive: true, force: true })
  }
}

function byPolicy(
  id: string,
  { signer, resolved }: FetchedPackage,
  { source, kind, registry, isOwn = false }: Origin,
  { policy, registry: asked }: InstallPlaces,
): Failure | undefined {
  if (policy === undefined) return undefined
  const origin: PackageOrigin = {
    kind,
    isOwn,
    source: kind === 'git' || kind === 'remote' ? resolved : source,
    ...((registry ?? asked) !== undefined &&
      kind === 'registry' && { registry: registry ?? asked }),
  }
  return packageRefusal(policy.state, { id, ...(signer && { key: signer.key }) }, origin)
}

/** What the package’s own author makes on this machine is theirs; of all else the rules of trust hold. */
function distrust(
  manifest: Manifest,
  { files, signer }: FetchedPackage,
  { kind }: Origin,
  { plugins, builtIn, agreed = false }: InstallPlaces,
): Failure | undefined {
  const hashes = files.map(({ bytes }) => sha256(bytes))
  const examined = examine({ manifest, signer, hashes, plugins })
  if (kind === 'folder' || agreed) return examined.refusal
  const refused = asRefusal(examined, manifest)
  if (refused !== undefined || examined.trust === 'wireharp') return refused
  return alike(manifest, [builtIn, plugins])
}

/** A stranger whose name can be taken for that of a plugin that is there. */
function alike({ id }: Manifest, roots: readonly string[]): Failure | undefined {
  const known = new Set(roots.flatMap(root => [...pluginIds(root)]))
  const other = known.has(id) ? undefined : looksLike(id, known)
  return other === undefined
    ? undefined
    : fail('plugin-look-alike', `“${id}” looks like “${other}”.`)
}

/** Whose it is from now on. That it could not be noted is no failure: the record says it too. */
async function note(id: string, signer: Signer, plugins: string): Promise<void> {
  await notePublisher(plugins, id, publisherIn(signer))
}

function publisherIn({ key, name }: Signer) {
  return { key, name, own: ownKeys().includes(key), since: new Date().toISOString() }
}

function describe(manifest: Manifest, places: InstallPlaces) {
  const { id, name, version, permissions, dependencies } = manifest
  const present = new Set([...pluginIds(places.builtIn), ...pluginIds(places.plugins)])
  const missing = Object.keys(dependencies).filter(needed => !present.has(needed))
  return { id, name, version, permissions, missing }
}

/** Why an id cannot be had: no folder can have it, it is a built-in plugin’s, or its folder is somebody else’s. */
function whoHas(id: string, { builtIn, plugins }: InstallPlaces): Failure | undefined {
  const problem = pathProblem(id)
  if (problem !== undefined) return fail('package-refused', `The id “${id}” ${problem}.`, '/id')
  if (pluginIds(builtIn).has(id)) {
    return fail('plugin-duplicate', `“${id}” is a built-in plugin.`)
  }
  const home = homeOf(plugins, id)
  for (const path of [dirname(home), home]) {
    if (kindAt(path) === 'other') {
      return fail('path-refused', `“${path}” is a link or a file; a plugin’s folder is expected.`)
    }
  }
  if (kindAt(join(home, 'plugin.json')) !== 'nothing') {
    return fail('plugin-duplicate', `“${id}” was put into ${home} by hand.`)
  }
  return undefined
}

interface Placing {
  readonly fetched: FetchedPackage
  readonly origin: Origin
  /** What the package itself says it is. */
  readonly realId: string
  readonly plugins: string
  readonly port: FilePort
}

type Placed = Pick<InstalledPlugin, 'folder' | 'resolved' | 'integrity' | 'before' | 'unchanged'>

async function place(
  staged: string,
  { id, version }: Manifest,
  { fetched, origin, realId, plugins, port }: Placing,
): Promise<Result<Placed>> {
  const home = homeOf(plugins, id)
  const { resolved, integrity, signer } = fetched
  const { source, registry, alias } = origin
  const facts = { resolved, ...(integrity !== undefined && { integrity }) }
  const files = hashesOf(fetched.files)
  const before = readRecord(plugins, id)
  const unchanged =
    before !== undefined &&
    JSON.stringify(before.files) === JSON.stringify(files) &&
    kindAt(join(home, before.folder)) === 'folder'
  const name = unchanged ? before.folder : freeName(home, version, files)
  const record: InstallRecord = {
    source,
    ...facts,
    version,
    folder: name,
    ...(before !== undefined && { previous: unchanged ? before.previous : before.folder }),
    ...(before?.pinned === true && { pinned: true }),
    installedAt: new Date().toISOString(),
    ...(signer && { publisher: publisherIn(signer) }),
    ...(registry !== undefined && { registry }),
    ...(alias !== undefined && { aliasOf: realId }),
    files,
  }
  const folder = join(home, name)
  if (kindAt(home) === 'nothing') {
    const arrived = await placeFirst(staged, home, record, port)
    if (!arrived.ok) return arrived
  } else {
    const moved = unchanged ? ok() : await move(staged, folder, port)
    if (!moved.ok) return moved
    const named = await commitVersion(home, record, port)
    if (!named.ok) {
      for (const path of unchanged ? [] : [folder, recordOf(folder)]) {
        await rm(path, { recursive: true, force: true })
      }
      return named
    }
    await dropOld(home, record)
  }
  return ok({ folder, ...facts, unchanged, ...(before && { before: before.version }) })
}

/**
 * The first version comes with all that is noted of it in one rename: a folder of versions of which none counts yet would
 * be taken for plugins that somebody put there by hand.
 */
async function placeFirst(
  staged: string,
  home: string,
  record: InstallRecord,
  port: FilePort,
): Promise<Result<void>> {
  const whole = `${staged}-whole`
  try {
    const moved = await move(staged, join(whole, record.folder), port)
    if (!moved.ok) return moved
    const named = await commitVersion(whole, record, port)
    return named.ok ? await move(whole, home, port) : named
  } finally {
    await rm(whole, { recursive: true, force: true })
  }
}

function move(from: string, to: string, port: FilePort): Promise<Result<void>> {
  return attempt(
    async () => {
      await port.makeFolder(dirname(to))
      await port.rename(from, to)
      await port.syncFolder(dirname(to))
    },
    errno => writeFailure(errno, `the folder “${to}”`),
  )
}

/** Of another build of the same version the folder has another name, so that nothing is overwritten. */
function freeName(home: string, version: string, files: InstallRecord['files']): string {
  if (kindAt(join(home, version)) === 'nothing') return version
  const build = sha256(Buffer.from(JSON.stringify(files))).slice(0, 8)
  const base = `${version}+${build}`
  let name = base
  for (let count = 2; kindAt(join(home, name)) !== 'nothing'; count++) name = `${base}-${count}`
  return name
}

/** One version stays for a way back. */
async function dropOld(home: string, { folder, previous }: InstallRecord): Promise<void> {
  const versions = previous === undefined ? [folder] : [folder, previous]
  const stay = new Set([...versions, ...versions.map(recordOf), CURRENT])
  for (const name of await readdir(home)) {
    if (stay.has(name) || name.startsWith('.')) continue
    await rm(join(home, name), { recursive: true, force: true })
  }
}

function hashesOf(files: readonly PackageFile[]): Record<string, string> {
  const ordered = files.toSorted((a, b) => (a.path < b.path ? -1 : 1))
  return Object.fromEntries(ordered.map(({ path, bytes }) => [path, sha256(bytes)]))
}
