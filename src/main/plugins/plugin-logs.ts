import { mkdirSync, openSync, readSync, closeSync, renameSync, statSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PluginLogLine } from '#shared/contract'
import { serially, type Clock } from '../kit'

/** A line holds no more letters; the rest is cut off. */
const MAX_LETTERS = 4000
/** A plugin writes so many lines a second at most; more are counted and dropped. */
const LINES_A_SECOND = 100
/** A log of this size is put aside as `.1`, over the one before it. */
const MAX_BYTES = 1024 * 1024
/** So much of its end is read to show the newest lines. */
const TAIL_BYTES = 256 * 1024

type Level = PluginLogLine['level']

/**
 * What plugins say, a file of JSON lines each: `<folder>/<id>.log`. Who said it is what the caller knows, not
 * what the text claims, and the text is a JSON string: no plugin can write a line of another, or two lines as one.
 */
export class PluginLogs {
  readonly #folder: string
  readonly #clock: Pick<Clock, 'now'>
  readonly #inTurn = serially()
  readonly #pending = new Map<string, string[]>()
  readonly #paces = new Map<string, { second: number; lines: number }>()
  readonly #dropped = new Map<string, number>()
  #willFlush = false

  constructor(folder: string, clock: Pick<Clock, 'now'>) {
    this.#folder = folder
    this.#clock = clock
  }

  append(plugin: string, level: Level, text: string): void {
    const time = this.#clock.now()
    if (!this.#mayWrite(plugin, time)) {
      this.#dropped.set(plugin, this.dropped(plugin) + 1)
      return
    }
    const line = JSON.stringify({ time, level, plugin, text: text.slice(0, MAX_LETTERS) })
    const lines = this.#pending.get(plugin) ?? []
    lines.push(line)
    this.#pending.set(plugin, lines)
    if (this.#willFlush) return
    this.#willFlush = true
    setImmediate(() => void this.flush())
  }

  /** How many lines of a plugin were dropped because it wrote too many. */
  dropped(plugin: string): number {
    return this.#dropped.get(plugin) ?? 0
  }

  /** The newest lines, the newest last. */
  async tail(plugin: string, lines: number): Promise<readonly PluginLogLine[]> {
    await this.flush()
    const text = endOf(this.pathOf(plugin), TAIL_BYTES)
    return text.split('\n').flatMap(readLine).slice(-lines)
  }

  /** Kept when all that was said is on the disk; a disk that is full loses it. */
  flush(): Promise<void> {
    this.#willFlush = false
    return this.#inTurn(async () => {
      for (const [plugin, lines] of [...this.#pending]) {
        this.#pending.delete(plugin)
        try {
          mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
          const path = this.pathOf(plugin)
          if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > MAX_BYTES) {
            renameSync(path, `${path}.1`)
          }
          await appendFile(path, `${lines.join('\n')}\n`, { mode: 0o600 })
        } catch {
          this.#dropped.set(plugin, this.dropped(plugin) + lines.length)
        }
      }
    })
  }

  #mayWrite(plugin: string, time: number): boolean {
    const second = Math.floor(time / 1000)
    const pace = this.#paces.get(plugin)
    if (pace?.second !== second) {
      this.#paces.set(plugin, { second, lines: 1 })
      return true
    }
    pace.lines++
    return pace.lines <= LINES_A_SECOND
  }

  /** Of its log. A scoped id holds a slash, which is no part of a file's name. */
  pathOf(plugin: string): string {
    return join(this.#folder, `${encodeURIComponent(plugin)}.log`)
  }
}

function endOf(path: string, bytes: number): string {
  try {
    const file = openSync(path, 'r')
    try {
      const { size } = statSync(path)
      const buffer = Buffer.alloc(Math.min(size, bytes))
      const read = readSync(file, buffer, 0, buffer.length, Math.max(0, size - bytes))
      return buffer.toString('utf8', 0, read)
    } finally {
      closeSync(file)
    }
  } catch {
    return ''
  }
}

const levels: readonly Level[] = ['debug', 'info', 'warn', 'error']

/** A line that was cut, by a crash or by where the tail begins, is none. */
function readLine(line: string): PluginLogLine[] {
  try {
    const json: unknown = JSON.parse(line)
    if (typeof json !== 'object' || json === null) return []
    if (!('time' in json) || !('level' in json) || !('text' in json)) return []
    const level = levels.find(each => each === json.level)
    if (typeof json.time !== 'number' || typeof json.text !== 'string') return []
    return level === undefined ? [] : [{ time: json.time, level, text: json.text }]
  } catch {
    return []
  }
}
