import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { EnvironmentSnapshot } from '#shared/contract'
import { err, fail, newId, ok, type Failure, type Result } from '#shared/kit'
import { attempt, writeDurably, writeFailure, type Clock } from '../../kit'
import {
  homeOf,
  parseSource,
  pinPlugin,
  placePackage,
  recordSchema,
  uninstallPlugin,
  type InstallRecord,
  type Origin,
} from '../../plugins/packages'
import type { InstalledSet } from '../catalogue/installed-set'
import type { MarketPlaces } from '../market-parts'
import { FileStore } from './file-store'
import { beginJournal, beginRemoval, endJournal, undo, type JournalStep } from './journal'
import { installPlaces } from './perform'

/** Sets that were kept by themselves, before something changed. */
const MOST_AUTOMATIC = 20

const environmentSchema = z.object({
  id: z.string().regex(/^[\w-]{1,64}$/),
  name: z.string().max(100),
  at: z.number(),
  automatic: z.boolean(),
  plugins: z.record(z.string(), recordSchema),
})
type Environment = z.infer<typeof environmentSchema>

export interface EnvironmentParts {
  readonly places: MarketPlaces
  readonly installed: InstalledSet
  readonly clock: Clock
}

/** All installed plugins as they were at a time, to come back to without any registry. */
export class Environments {
  readonly #parts: EnvironmentParts
  readonly #folder: string
  readonly #store: FileStore

  constructor(parts: EnvironmentParts) {
    this.#parts = parts
    this.#folder = join(parts.places.data, 'plugin-environments')
    this.#store = new FileStore(join(parts.places.data, 'plugin-files'))
  }

  /** The newest first. */
  list(): readonly EnvironmentSnapshot[] {
    return this.#all().map(shown)
  }

  async take(name: string, automatic = false): Promise<Result<EnvironmentSnapshot>> {
    const { places, installed, clock } = this.#parts
    const plugins: Record<string, InstallRecord> = {}
    for (const [id, { record }] of installed.all) {
      const kept = await this.#store.keep(
        join(homeOf(places.plugins, id), record.folder),
        record.files,
      )
      // A plugin whose files were changed by hand is kept out of it, not everything with it.
      if (kept.ok) plugins[id] = record
      else if (kept.error.code !== 'package-store-damaged') return kept
    }
    const environment = { id: newId(), name, at: clock.now(), automatic, plugins }
    const made = await attempt(
      () => mkdir(this.#folder, { recursive: true }),
      errno => writeFailure(errno, `the folder “${this.#folder}”`),
    )
    if (!made.ok) return made
    const text = `${JSON.stringify(environment, undefined, 2)}\n`
    const written = await writeDurably(this.#path(environment.id), text)
    if (!written.ok) return written
    if (automatic) await this.#dropOld()
    return ok(shown(environment))
  }

  async drop(id: string): Promise<Result<void>> {
    const found = this.#find(id)
    if (!found.ok) return found
    await rm(this.#path(id), { force: true })
    await this.#store.sweep(this.#used())
    return ok()
  }

  /** What is kept for no set of plugins at all, and which plugins could still come back. */
  async leftovers(): Promise<{
    readonly files: readonly string[]
    readonly kept: ReadonlySet<string>
  }> {
    const kept = this.#all().flatMap(({ plugins }) => Object.keys(plugins))
    return { files: await this.#store.unused(this.#used()), kept: new Set(kept) }
  }

  /**
   * Puts everything back, or nothing: all files are looked at before the first change; where one cannot come, or this is
   * killed, those before it go back; once all have come, what is too much goes.
   */
  async restore(
    id: string,
    onProgress: (stage: string, part: number) => void = () => {},
  ): Promise<Result<void, readonly Failure[]>> {
    const found = this.#find(id)
    if (!found.ok) return err([found.error])
    const { places, installed } = this.#parts
    const wanted = Object.entries(found.value.plugins)
    const changed = wanted.filter(([plugin, record]) => {
      const present = installed.get(plugin)?.record
      return JSON.stringify(present?.files) !== JSON.stringify(record.files)
    })
    for (const [, { files }] of changed) {
      const there = await this.#store.read(files)
      if (!there.ok) return err([there.error])
    }
    const pins = wanted.filter(
      ([plugin, { pinned = false }]) => (installed.get(plugin)?.pinned ?? false) !== pinned,
    )
    const touched = new Set([...changed, ...pins].map(([plugin]) => plugin))
    const steps = [...touched].map((plugin): JournalStep => ({
      id: plugin,
      before: installed.get(plugin)?.record,
    }))
    const noted = await beginJournal(places.plugins, steps)
    if (!noted.ok) return err([noted.error])
    try {
      const come = await this.#bring(changed, pins, onProgress)
      if (!come.ok) {
        await undo(steps, places.plugins)
        return come
      }
      return await this.#remove(
        [...installed.all.keys()].filter(plugin => !(plugin in found.value.plugins)),
      )
    } finally {
      await endJournal(places.plugins)
    }
  }

  async #bring(
    changed: readonly (readonly [string, InstallRecord])[],
    pins: readonly (readonly [string, InstallRecord])[],
    onProgress: (stage: string, part: number) => void,
  ): Promise<Result<void, readonly Failure[]>> {
    for (const [at, [plugin, record]] of changed.entries()) {
      onProgress(`Restoring ${plugin} ${record.version}`, at / changed.length)
      const placed = await this.#place(record, plugin)
      if (!placed.ok) return placed
    }
    for (const [plugin, { pinned = false }] of pins) {
      const done = await pinPlugin(plugin, this.#parts.places.plugins, pinned)
      if (!done.ok) return err([done.error])
    }
    return ok()
  }

  /** What the set does not have. */
  async #remove(surplus: readonly string[]): Promise<Result<void, readonly Failure[]>> {
    if (surplus.length === 0) return ok()
    const { plugins } = this.#parts.places
    const noted = await beginRemoval(plugins, surplus)
    if (!noted.ok) return err([noted.error])
    for (const plugin of surplus) {
      const gone = await uninstallPlugin(plugin, plugins)
      if (!gone.ok) return err([gone.error])
    }
    return ok()
  }

  async #place(record: InstallRecord, plugin: string): Promise<Result<void, readonly Failure[]>> {
    const files = await this.#store.read(record.files)
    if (!files.ok) return err([files.error])
    const { source, resolved, integrity, publisher, registry, aliasOf } = record
    const fetched = {
      files: files.value,
      resolved,
      ...(integrity !== undefined && { integrity }),
      ...(publisher && {
        signer: { key: publisher.key, name: publisher.name, signedAt: publisher.since },
      }),
    }
    const known = parseSource(source, this.#parts.places.data)
    const origin: Origin = {
      source,
      kind: known.ok ? known.value.kind : 'folder',
      isOwn: registry === this.#parts.places.catalogue,
      ...(registry !== undefined && { registry }),
      ...(aliasOf !== undefined && { alias: plugin }),
    }
    const placed = await placePackage(
      fetched,
      origin,
      installPlaces(this.#parts.places),
      () => undefined,
    )
    return placed.ok ? ok() : placed
  }

  /** SHA-256 of every file that some set needs. */
  #used(): ReadonlySet<string> {
    const hashes = this.#all().flatMap(({ plugins }) =>
      Object.values(plugins).flatMap(({ files }) => Object.values(files)),
    )
    return new Set(hashes)
  }

  #find(id: string): Result<Environment> {
    const found = this.#all().find(each => each.id === id)
    return found === undefined
      ? err(fail('environment-unknown', `There is no set of plugins “${id.slice(0, 64)}”.`))
      : ok(found)
  }

  #all(): readonly Environment[] {
    return namesIn(this.#folder)
      .filter(name => name.endsWith('.json') && !name.startsWith('.'))
      .flatMap(name => readEnvironment(join(this.#folder, name)) ?? [])
      .toSorted((a, b) => b.at - a.at)
  }

  async #dropOld(): Promise<void> {
    const old = this.#all().filter(({ automatic }) => automatic)
    for (const { id } of old.slice(MOST_AUTOMATIC)) await this.drop(id)
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.json`)
  }
}

function shown({ id, name, at, plugins }: Environment): EnvironmentSnapshot {
  const versions = Object.entries(plugins).map(
    ([plugin, { version }]) => [plugin, version] as const,
  )
  return { id, name, at, plugins: Object.fromEntries(versions) }
}

function readEnvironment(path: string): Environment | undefined {
  try {
    const parsed = environmentSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
