import { readdirSync, watch, type FSWatcher } from 'node:fs'
import { dirname, join } from 'node:path'
import type { LoadedPlugins } from './load-plugins'

/** Editors and installers write many files: a change counts when it has been quiet for so long. */
const QUIET_MS = 120
/** A folder that is always busy is looked at all the same, so often. */
const AT_LEAST_MS = 1000
/** So many folders are watched at once; hundreds would hold up a start, so others follow when it is over. */
const AT_ONCE = 40
const LATER_MS = 400
const SLICE = 16

/**
 * Calls `onChange` some time after anything directly in one of the folders has changed. Folders that cannot be
 * watched are left out; `follow` says anew which count, as after every look at what is there.
 */
export class WatchedFolders implements Disposable {
  readonly #onChange: () => void
  readonly #watchers = new Map<string, FSWatcher>()
  #waiting: (readonly [string, readonly string[] | undefined])[] = []
  #timer: NodeJS.Timeout | undefined
  #slices: NodeJS.Timeout | undefined
  #since: number | undefined

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  /** By folder the names in it that count, or nothing where all do. */
  follow(wanted: ReadonlyMap<string, readonly string[] | undefined>): void {
    for (const [folder, watcher] of this.#watchers) {
      if (wanted.has(folder)) continue
      watcher.close()
      this.#watchers.delete(folder)
    }
    this.#waiting = [...wanted].filter(([folder]) => !this.#watchers.has(folder))
    this.#watchNext(AT_ONCE)
    if (this.#waiting.length > 0) this.#watchLater(LATER_MS)
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
    clearTimeout(this.#slices)
    for (const watcher of this.#watchers.values()) watcher.close()
    this.#watchers.clear()
  }

  #watchNext(count: number): void {
    for (const [folder, names] of this.#waiting.splice(0, count)) this.#watch(folder, names)
  }

  #watchLater(milliseconds: number): void {
    clearTimeout(this.#slices)
    this.#slices = setTimeout(() => {
      this.#watchNext(SLICE)
      if (this.#waiting.length > 0) this.#watchLater(0)
      // What changed before anybody watched is seen now.
      else this.#changed()
    }, milliseconds)
    this.#slices.unref()
  }

  #watch(folder: string, names: readonly string[] | undefined): void {
    if (this.#watchers.has(folder)) return
    try {
      const watcher = watch(folder, { persistent: false }, (_event, changed) => {
        if (names === undefined || changed === null || names.includes(changed)) this.#changed()
      })
      watcher.on('error', () => this.#lost(folder))
      this.#watchers.set(folder, watcher)
    } catch {
      // It is not there (yet), or the system watches no more of them: a rescan still finds what is in it.
    }
  }

  #lost(folder: string): void {
    this.#watchers.get(folder)?.close()
    this.#watchers.delete(folder)
    this.#changed()
  }

  #changed(): void {
    const now = performance.now()
    this.#since ??= now
    clearTimeout(this.#timer)
    const wait = Math.max(0, Math.min(QUIET_MS, this.#since + AT_LEAST_MS - now))
    this.#timer = setTimeout(() => {
      this.#since = undefined
      this.#onChange()
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
  return [...new Set([...roots, ...roots.flatMap(innerFolders), ...plugins, ...problems.keys()])]
}

function innerFolders(root: string): string[] {
  try {
    return readdirSync(root, { withFileTypes: true })
      .filter(entry => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(entry => join(root, entry.name))
  } catch {
    return []
  }
}
