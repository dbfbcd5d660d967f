import { dirname, join } from 'node:path'
import { ok, type Failure, type Result } from '#shared/kit'
import type { Manifest } from '#shared/graph'
import { namedFiles } from './file-problems'
import { isAsBefore, stampsOf, type FileStamps } from './file-stamps'
import { CURRENT_FILE, foldersIn, pluginsIn } from './find-plugins'
import { noCache, type ManifestCache } from './manifest-cache'
import { recordBeside, type InstallFacts } from './packages/record-beside'
import { codePaths, readPlugin, type PluginFolder } from './read-plugin'

/** What a plugin’s folder held when it was read. The same object as long as nothing of it changed. */
export interface ReadFolder {
  readonly plugin: Result<PluginFolder, readonly Failure[]>
  /** What was noted when it was installed. */
  readonly installed?: InstallFacts
}

/** Of a folder that can be used: all that is needed to know it again at the next start. */
export interface KnownFolder {
  readonly folder: string
  readonly stamps: FileStamps
  readonly manifest: Manifest
  readonly code?: string
  readonly installed?: InstallFacts
}

/** What was found, and what it is known by to be still so. */
interface Kept<T> {
  readonly value: T
  readonly stamps: FileStamps
  /** The folders in which something would have changed. */
  readonly folders: readonly string[]
}

/** Whether somebody watches a folder, and nothing in it changed since the last round. */
export type IsQuiet = (folder: string) => boolean

/**
 * Plugins as their folders hold them. What was read stays until a file of it is another one, which is asked of the disk, or
 * not even that where somebody watches the folder and saw nothing: a change of one plugin costs the reading of one.
 */
export class PluginShelf {
  readonly #cache: ManifestCache
  /** By folder of a root. */
  readonly #listings = new Map<string, Kept<readonly string[]>>()
  readonly #kept = new Map<string, Kept<ReadFolder>>()
  /** Asked for in this round. */
  readonly #asked = new Set<string>()
  #isQuiet: IsQuiet = () => false
  #fresh = 0

  constructor(cache: ManifestCache = noCache, known: Iterable<KnownFolder> = []) {
    this.#cache = cache
    for (const { folder, stamps, manifest, code, installed } of known) {
      const plugin = ok({ folder, manifest, ...(code !== undefined && { code }) })
      const value = { plugin, ...(installed && { installed }) }
      this.#kept.set(folder, { value, stamps, folders: foldersOf(stamps, folder) })
    }
  }

  /** Begins to look at everything. */
  begin(isQuiet: IsQuiet): void {
    this.#isQuiet = isQuiet
    this.#asked.clear()
    this.#fresh = 0
  }

  /** Forgets what was not asked for. How many were read anew, and how many were known. */
  end(): { readonly fresh: number; readonly known: number } {
    for (const folder of this.#kept.keys()) if (!this.#asked.has(folder)) this.#kept.delete(folder)
    const fresh = this.#fresh
    return { fresh, known: this.#asked.size - fresh }
  }

  /** Reads these anew the next time, whatever their files say. */
  forget(isIt: (folder: string) => boolean): void {
    for (const folder of this.#kept.keys()) if (isIt(folder)) this.#kept.delete(folder)
  }

  /** The plugins of a root, as `findPlugins` has them. */
  findIn(root: string): string[] {
    return foldersIn(root).flatMap(folder => this.#listing(folder))
  }

  read(folder: string, isInstalled: boolean): ReadFolder {
    this.#asked.add(folder)
    const kept = this.#kept.get(folder)
    if (kept !== undefined && this.#isStill(kept)) return kept.value
    this.#fresh++
    const began = Date.now()
    const plugin = readPlugin(folder, this.#cache)
    const installed = isInstalled ? recordBeside(folder) : undefined
    const read = { plugin, ...(installed !== undefined && { installed }) }
    // What was wrong is looked at again: a busy machine may have been the reason.
    const stamps = plugin.ok ? stampsOf(filesOf(plugin.value, isInstalled), began) : undefined
    if (stamps === undefined) this.#kept.delete(folder)
    else this.#kept.set(folder, { value: read, stamps, folders: foldersOf(stamps, folder) })
    return read
  }

  /** For the next start. */
  known(): KnownFolder[] {
    return [...this.#kept].flatMap(([folder, { value: read, stamps }]): KnownFolder[] => {
      if (!read.plugin.ok) return []
      const { manifest, code } = read.plugin.value
      const { installed } = read
      const beside = { ...(code !== undefined && { code }), ...(installed && { installed }) }
      return [{ folder, stamps, manifest, ...beside }]
    })
  }

  #listing(folder: string): readonly string[] {
    const listing = this.#listings.get(folder)
    if (listing !== undefined && this.#isStill(listing)) return listing.value
    const began = Date.now()
    const { plugins, looked } = pluginsIn(folder)
    const files = looked.flatMap(each => [each, join(each, CURRENT_FILE)])
    const stamps = stampsOf(files, began)
    if (stamps === undefined) this.#listings.delete(folder)
    else this.#listings.set(folder, { value: plugins, stamps, folders: looked })
    return plugins
  }

  #isStill({ stamps, folders }: Kept<unknown>): boolean {
    return folders.every(this.#isQuiet) || isAsBefore(stamps)
  }
}

function foldersOf(stamps: FileStamps, folder: string): string[] {
  const files = Object.keys(stamps).filter(path => path !== folder)
  return [...new Set([folder, ...files.map(dirname)])]
}

/** The folder tells what comes and goes, the files what is written into them. */
function filesOf({ folder, manifest }: PluginFolder, isInstalled: boolean): string[] {
  return [
    folder,
    join(folder, 'plugin.json'),
    ...codePaths(folder, manifest),
    ...namedFiles(manifest).map(({ file }) => join(folder, file)),
    ...(isInstalled ? [`${folder}.json`] : []),
  ]
}
