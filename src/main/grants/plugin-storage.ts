import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parse as parseJson } from 'secure-json-parse'
import { err, fail, ok, type Bytes, type Result } from '#shared/kit'
import { attempt, readFailure, writeDurably } from '../kit'

const QUOTA_MB = 5
const MOST_KEYS = 1000
/** A file is written whole: so much a millisecond at most, however often a plugin has something to keep. */
const PACE: Bytes = 10_000

/**
 * What plugins keep between two starts: a file each, JSON texts by key, up to a quota. However many calls come at once,
 * one write is under way and one waits, which has what all of them brought.
 */
export class PluginStorage {
  readonly #folder: string
  readonly #quotaMb: () => number | undefined
  readonly #shelves = new Map<string, Promise<Map<string, string>>>()
  readonly #writing = new Map<string, Promise<void>>()
  readonly #waiting = new Map<string, Promise<Result<void>>>()

  /** `quotaMb` tells what the policy allows; 5 MB without it. */
  constructor(folder: string, quotaMb: () => number | undefined = () => undefined) {
    this.#folder = folder
    this.#quotaMb = quotaMb
  }

  /** JSON; undefined where nothing is kept. */
  async get(plugin: string, key: string): Promise<string | undefined> {
    return (await this.#shelf(plugin)).get(key)
  }

  async keys(plugin: string): Promise<readonly string[]> {
    return [...(await this.#shelf(plugin)).keys()].toSorted()
  }

  async set(plugin: string, key: string, value: string): Promise<Result<void>> {
    const shelf = await this.#shelf(plugin)
    const rest = [...shelf].filter(([each]) => each !== key)
    const size = rest.reduce((sum, [each, text]) => sum + each.length + text.length, 0)
    const quotaMb = this.#quotaMb() ?? QUOTA_MB
    const quota: Bytes = quotaMb * 2 ** 20
    if (size + key.length + value.length > quota || rest.length >= MOST_KEYS) {
      return err(fail('quota-exceeded', `${plugin} may keep ${quotaMb} MB under 1000 names.`))
    }
    shelf.set(key, value)
    return this.#write(plugin, shelf)
  }

  async remove(plugin: string, key: string): Promise<Result<void>> {
    const shelf = await this.#shelf(plugin)
    return shelf.delete(key) ? this.#write(plugin, shelf) : ok()
  }

  #shelf(plugin: string): Promise<Map<string, string>> {
    const known = this.#shelves.get(plugin)
    if (known !== undefined) return known
    const shelf = this.#read(plugin)
    this.#shelves.set(plugin, shelf)
    return shelf
  }

  async #read(plugin: string): Promise<Map<string, string>> {
    const text = await attempt(
      () => readFile(this.#path(plugin), 'utf8'),
      errno => readFailure(errno, plugin),
    )
    return new Map(text.ok ? entriesOf(text.value) : [])
  }

  #write(plugin: string, shelf: ReadonlyMap<string, string>): Promise<Result<void>> {
    const waiting = this.#waiting.get(plugin)
    if (waiting !== undefined) return waiting
    const next = this.#writeNext(plugin, shelf)
    this.#waiting.set(plugin, next)
    return next
  }

  async #writeNext(plugin: string, shelf: ReadonlyMap<string, string>): Promise<Result<void>> {
    await this.#writing.get(plugin)
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#writing.set(plugin, promise)
    this.#waiting.delete(plugin)
    const text = JSON.stringify([...shelf])
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 })
      return await writeDurably(this.#path(plugin), text)
    } finally {
      void setTimeout(Math.floor(text.length / PACE), undefined, { ref: false }).then(resolve)
    }
  }

  #path(plugin: string): string {
    return join(this.#folder, `${fileNameOf(plugin)}.json`)
  }
}

/** A plugin’s id as the name of a file: `@acme/tremolo` is `@acme+tremolo`. */
export function fileNameOf(plugin: string): string {
  return plugin.replace('/', '+')
}

function entriesOf(text: string): [string, string][] {
  try {
    const list: unknown = parseJson(text)
    return Array.isArray(list) ? list.filter(isEntry) : []
  } catch {
    return []
  }
}

function isEntry(value: unknown): value is [string, string] {
  return Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'string'
}
