import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import type { Failure, Result } from '#shared/kit'
import { serially, type Log } from '../../kit'
import type { FoundPlugin } from '../load-plugins'
import { WatchedFolders } from '../watch-folders'

export interface LooseProgramsParts {
  /** The user’s plugins. */
  readonly root: string
  readonly plugins: {
    readonly found: ReadonlyMap<string, FoundPlugin>
    /** What cannot be made a plugin, by its path. */
    tellBroken(problems: ReadonlyMap<string, Failure>): void
    refresh(): void
  }
  /** Makes a plugin of a program, in the place of the one that was made of the same file. */
  readonly install: (program: {
    readonly path: string
    readonly text: string
  }) => Promise<Result<unknown>>
  readonly uninstall: (id: string) => Promise<Result<unknown>>
  readonly log: Log
}

/**
 * Faust programs that lie among the user’s plugins, by themselves or alone in a folder: each is made a plugin, anew
 * whenever it is saved, and taken away with its file. What does not compile is listed with its line, and what was made
 * of it before goes on.
 */
export class LoosePrograms implements AsyncDisposable {
  readonly #parts: LooseProgramsParts
  readonly #watched: WatchedFolders
  readonly #inTurn = serially()
  /** Size and time of what was looked at, by path. */
  readonly #seen = new Map<string, string>()
  readonly #problems = new Map<string, Failure>()
  #last: Promise<void> = Promise.resolve()
  #isOver = false

  constructor(parts: LooseProgramsParts) {
    this.#parts = parts
    this.#watched = new WatchedFolders(() => void this.look())
    void this.look()
  }

  /** Until all that lies there now is a plugin, or is known not to be one. */
  look(): Promise<void> {
    this.#last = this.#inTurn(() => this.#lookNow())
    return this.#last
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true
    this.#watched[Symbol.dispose]()
    await this.#last
  }

  async #lookNow(): Promise<void> {
    const { root, plugins } = this.#parts
    const programs = programsIn(root)
    const folders = [root, ...programs.map(path => dirname(path))]
    if (this.#isOver) return
    this.#watched.follow(new Map(folders.map(folder => [folder, undefined])))
    let isOther = await this.#takeAway(programs)
    for (const path of programs) {
      const stamp = stampOf(path)
      if (this.#isOver || this.#seen.get(path) === stamp) continue
      this.#seen.set(path, stamp)
      // oxlint-disable-next-line no-await-in-loop
      isOther = (await this.#make(path)) || isOther
    }
    if (!isOther || this.#isOver) return
    plugins.tellBroken(new Map(this.#problems))
    plugins.refresh()
  }

  /** Whether something is another thing than before. */
  async #make(path: string): Promise<boolean> {
    const { plugins, install, log } = this.#parts
    const hadProblem = this.#problems.delete(path)
    const text = textOf(path)
    const made = [...plugins.found.values()].find(({ source }) => source === path)
    if (text === undefined || (made !== undefined && keptText(made.folder) === text)) {
      return hadProblem
    }
    const installed = await install({ path, text })
    if (!installed.ok) {
      this.#problems.set(path, installed.error)
      log.warn({ path, failure: installed.error }, 'a Faust program is no plugin')
    }
    return true
  }

  async #takeAway(programs: readonly string[]): Promise<boolean> {
    const { root, plugins, uninstall } = this.#parts
    let isOther = false
    for (const path of [...this.#seen.keys()].filter(each => !programs.includes(each))) {
      this.#seen.delete(path)
      isOther = this.#problems.delete(path) || isOther
    }
    for (const [id, { source }] of plugins.found) {
      const isOurs = source !== undefined && isProgram(source) && source.startsWith(`${root}${sep}`)
      if (!isOurs || existsSync(source)) continue
      // oxlint-disable-next-line no-await-in-loop
      isOther = (await uninstall(id)).ok || isOther
    }
    return isOther
  }
}

/** In the folder itself, and in those of its folders that hold nothing else that says what they are. */
function programsIn(root: string): readonly string[] {
  return entriesOf(root).flatMap(entry => {
    const path = join(root, entry.name)
    if (entry.isFile() && isProgram(entry.name)) return [path]
    const isOther = ['plugin.json', 'current'].some(name => existsSync(join(path, name)))
    if (!entry.isDirectory() || isOther) return []
    const inside = entriesOf(path).filter(each => each.isFile() && isProgram(each.name))
    return inside.length === 1 ? inside.map(({ name }) => join(path, name)) : []
  })
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'))
  } catch {
    return []
  }
}

function isProgram(path: string): boolean {
  return /\.dsp$/i.test(path)
}

function stampOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats === undefined ? '' : `${stats.size}:${stats.mtimeMs}`
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** The program that an installed plugin was made of: it lies beside it. */
function keptText(folder: string): string | undefined {
  const [program] = entriesOf(folder).filter(({ name }) => isProgram(name))
  return program === undefined ? undefined : textOf(join(folder, program.name))
}
