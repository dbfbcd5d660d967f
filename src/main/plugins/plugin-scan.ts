import { sep } from 'node:path'
import { loadPlugins, type LoadedPlugins, type PluginChoices } from './load-plugins'
import { FileManifestCache } from './manifest-cache'
import { PluginShelf, type IsQuiet } from './plugin-shelf'
import type { Touched } from './watch-folders'

/** What was read is written down for the next start so long after it: many changes at once, and the sound goes before them. */
const KEEP_MS = 2000

export interface PluginScanParts {
  readonly builtIn: string
  /** File of what was read. */
  readonly cache: string
  /** Whether somebody watches a folder. */
  readonly isWatched: (folder: string) => boolean
  /** Whether there is time to write down what was read. */
  readonly isLasting: boolean
}

export interface LookOptions {
  /** Of the disk only this is asked, as far as the rest is watched. */
  readonly touched: Touched
  /** Folders that are read whatever their files say. */
  readonly anew: readonly string[]
}

/** Looks at all plugins, and reads those that are not as they were the last time, be it in the run before. */
export class PluginScan implements AsyncDisposable {
  readonly #parts: PluginScanParts
  readonly #cache: FileManifestCache
  readonly #shelf: PluginShelf
  #keeping: NodeJS.Timeout | undefined
  #ms = 0
  #cached = 0

  constructor(parts: PluginScanParts) {
    this.#parts = parts
    this.#cache = new FileManifestCache(parts.cache)
    this.#shelf = new PluginShelf(this.#cache, this.#cache.folders)
  }

  /** How long the last look took, in ms. */
  get ms(): number {
    return this.#ms
  }

  /** How many plugins were known then. */
  get cached(): number {
    return this.#cached
  }

  /** The user’s own root comes first. */
  look(
    [user, ...more]: readonly string[],
    choices: PluginChoices,
    { touched, anew }: LookOptions,
  ): LoadedPlugins {
    const began = performance.now()
    const { builtIn } = this.#parts
    const hits = this.#cache.hits
    this.#shelf.forget(folder => anew.includes(folder))
    this.#shelf.begin(this.#quiet([...(user === undefined ? [] : [user]), ...more], touched))
    const loaded = loadPlugins(
      { builtIn, ...(user !== undefined && { user }), more },
      { ...choices, shelf: this.#shelf },
    )
    const { fresh, known } = this.#shelf.end()
    this.#cached = known + this.#cache.hits - hits
    if (fresh > 0) this.#keepSoon()
    this.#ms = performance.now() - began
    return loaded
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#keeping !== undefined) this.#keep()
    await this.#cache.written
  }

  #quiet(roots: readonly string[], touched: Touched): IsQuiet {
    const { builtIn, isWatched } = this.#parts
    const isFirst = this.#ms === 0
    // What happened in a root itself is seen by what is in it.
    const isAround = (path: string) => roots.some(root => (root + sep).startsWith(path + sep))
    const inside = touched?.filter(path => !isAround(path))
    const isTouched = (folder: string) =>
      inside?.some(path => folder === path || folder.startsWith(path + sep)) ?? true
    return folder =>
      // What comes with Wireharp changes with it alone.
      (!isFirst && folder.startsWith(builtIn + sep)) || (isWatched(folder) && !isTouched(folder))
  }

  #keepSoon(): void {
    clearTimeout(this.#keeping)
    if (!this.#parts.isLasting) return this.#keep()
    this.#keeping = setTimeout(() => this.#keep(), KEEP_MS)
    this.#keeping.unref()
  }

  #keep(): void {
    clearTimeout(this.#keeping)
    this.#keeping = undefined
    this.#cache.keep(this.#shelf.known())
  }
}
