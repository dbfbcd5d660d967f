import { mkdirSync, watch, type FSWatcher } from 'node:fs'
import { dirname, join } from 'node:path'
import { foldersIn } from './find-plugins'
import type { LoadedPlugins } from './load-plugins'

/** Editors and installers write many files: a change counts when it has been quiet for so long. */
const QUIET_MS = 120
/** A folder that is always busy is looked at all the same, so often. */
const AT_LEAST_MS = 1000
/** Hundreds would hold up a start: they follow when it is over, a few at a time. */
const LATER_MS = 400
const SLICE = 16
const BETWEEN_MS = 20

/** What changed: folders, and what was named in them. Undefined where nobody can tell. */
export type Touched = readonly string[] | undefined

/**
 * Calls `onChange` some time after anything directly in one of the folders has changed. Folders that cannot be
 * watched are left out; `follow` says anew which count, as after every look at what is there.
 */
export class WatchedFolders implements Disposable {
  readonly #onChange: (touched: Touched) => void
  readonly #watchers = new Map<string, FSWatcher>()
  #waiting: (readonly [string, readonly string[] | undefined])[] = []
  #timer: NodeJS.Timeout | undefined
  #slices: NodeJS.Timeout | undefined
  #since: number | undefined
  #touched = new Set<string>()
  #isAll = false

  constructor(onChange: (touched: Touched) => void) {
    this.#onChange = onChange
  }

  /** Whether what changes in a folder is told. */
  isWatched(folder: string): boolean {
    return this.#watchers.has(folder)
  }

  /** By folder the names in it that count, or nothing where all do. */
  follow(wanted: ReadonlyMap<string, readonly string[] | undefined>): void {
    for (const folder of this.#watchers.keys()) if (!wanted.has(folder)) this.#end(folder)
    this.#waiting = [...wanted].filter(([folder]) => !this.#watchers.has(folder))
    this.#watchNext()
    if (this.#waiting.length > 0) this.#watchLater(LATER_MS)
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
    clearTimeout(this.#slices)
    for (const watcher of this.#watchers.values()) watcher.close()
    this.#watchers.clear()
  }

  #watchNext(): void {
    for (const [folder, names] of this.#waiting.splice(0, SLICE)) {
      // What changed before anybody watched is seen now.
      if (this.#watch(folder, names)) this.#changed(folder)
    }
  }

  #watchLater(milliseconds: number): void {
    clearTimeout(this.#slices)
    this.#slices = setTimeout(() => {
      this.#watchNext()
      if (this.#waiting.length > 0) this.#watchLater(BETWEEN_MS)
    }, milliseconds)
    this.#slices.unref()
  }

  /** Whether it is watched from now on. */
  #watch(folder: string, names: readonly string[] | undefined): boolean {
    if (this.#watchers.has(folder)) return false
    try {
      const watcher = watch(folder, { persistent: false }, (event, changed) => {
        if (names !== undefined && changed !== null && !names.includes(changed)) return
        if (changed === null) return this.#changed(undefined)
        const path = join(folder, changed)
        // It may be another one under its name now.
        if (event === 'rename') this.#end(path)
        this.#changed(folder, path)
      })
      watcher.on('error', () => this.#lost(folder))
      this.#watchers.set(folder, watcher)
      return true
    } catch {
      // It is not there (yet), or the system watches no more of them: a rescan still finds what is in it.
      return false
    }
  }

  #end(folder: string): void {
    this.#watchers.get(folder)?.close()
    this.#watchers.delete(folder)
  }

  #lost(folder: string): void {
    this.#end(folder)
    this.#changed(folder)
  }

  #changed(...touched: (string | undefined)[]): void {
    const now = performance.now()
    for (const path of touched) {
      if (path === undefined) this.#isAll = true
      else this.#touched.add(path)
    }
    this.#since ??= now
    clearTimeout(this.#timer)
    const wait = Math.max(0, Math.min(QUIET_MS, this.#since + AT_LEAST_MS - now))
    this.#timer = setTimeout(() => {
      const all = this.#isAll ? undefined : [...this.#touched]
      this.#since = undefined
      this.#touched = new Set()
      this.#isAll = false
      this.#onChange(all)
    }, wait)
    this.#timer.unref()
  }
}

/** The roots of the user's plugins, what lies in them, and the folders of the plugins themselves. */
export function foldersToWatch(
  roots: readonly string[],
  { found, problems }: Pick<LoadedPlugins, 'found' | 'problems'>,
): string[] {
  const plugins = [...found.values()]
    .filter(({ origin }) => origin === 'user')
    .flatMap(({ folder }) => [folder, dirname(folder)])
  return [...new Set([...roots, ...roots.flatMap(foldersIn), ...plugins, ...problems.keys()])]
}

/** Makes a folder that is to be watched. */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
  } catch {
    // Without it there is nothing to watch, and nothing else is lost.
  }
}
