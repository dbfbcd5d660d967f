import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KeyObject } from 'node:crypto'
import { canonicalJson, unwrap, type Failure } from '#shared/kit'
import { loadPlugins } from '../../../plugins/load-plugins'
import {
  installPlugin,
  integrityOf,
  readTarball,
  SIGNATURE_FILE,
  upgradePlugin,
  writeTarball,
  type PackageFile,
} from '../../../plugins/packages'
import type { SmallPlugin } from '../../../plugins/packages/testing/plugin-files'
import { revocationsFor } from '../../../plugins/packages/trust/revoked-plugins'
import type { Market } from '../../market'
import type { FetchLimits } from '../../market-parts'
import { publishToFolder } from '../../publish/to-folder'
import { readIndex, writeIndex, type IndexContent } from '../../registries/index-file'
import { addRegistry } from '../../registries/registry-list'
import { countersigned, NpmDouble, type OfferedFile } from '../npm-double'
import { newKey, TestMarket } from '../test-market'

export const ada = newKey()
export const eve = newKey()
export const indexKey = newKey()
/** Registries countersign with it. */
export const registryKey = newKey()

/** What is packed once is the same each time. */
const packages = new Map<string, Promise<Buffer>>()

/** A marketplace to be attacked. */
export class AttackShop extends TestMarket {
  override readonly key = ada
  readonly indexKey = indexKey
  readonly npm = new NpmDouble()

  constructor() {
    super({ tries: 1 })
  }

  /** From now on, nobody is waited for: what has to be quick before is done. */
  hurry(): void {
    const limits: Partial<FetchLimits> = { idleMs: 250, graceMs: 100, leastRate: 4096 }
    Object.assign(this.parts.limits, limits)
  }

  get home(): string {
    return this.parts.places.plugins
  }

  override packed(plugin: SmallPlugin = {}, key: KeyObject | 'nobody' = this.key): Promise<Buffer> {
    const who = key === 'nobody' ? key : key === ada ? 'ada' : key === eve ? 'eve' : undefined
    if (who === undefined) return super.packed(plugin, key)
    const name = JSON.stringify([plugin, who])
    const made = packages.get(name) ?? super.packed(plugin, key)
    packages.set(name, made)
    return made
  }

  /** The files of a package, to be changed. */
  async files(plugin: SmallPlugin = {}, key?: KeyObject): Promise<readonly PackageFile[]> {
    return unwrap(await readTarball(await this.packed(plugin, key)))
  }

  /** Puts a package onto the shelf whatever it is. */
  async shelve(bytes: Buffer): Promise<void> {
    const target = { folder: this.temp.at('shelf'), now: this.now, key: indexKey }
    unwrap(await publishToFolder(bytes, target))
  }

  /** `small` 1.0.0 lies on a shelf that is signed, and is known. */
  async known(holds?: number): Promise<void> {
    await this.addShelf()
    await this.publish({}, { indexKey, ...(holds !== undefined && { holds }) })
    unwrap(await this.market.catalogue.refresh('shelf'))
  }

  /** It is installed as well. */
  async installed(holds?: number): Promise<void> {
    await this.known(holds)
    if ((await this.install('small')) !== 'ok') throw new Error('The good one is not installed.')
  }

  /** A registry of npm’s kind that has these, and is known; or is not there at all. */
  async mirror(...offers: readonly OfferedFile[]): Promise<void> {
    await this.npm.start()
    await this.npm.offer(...offers)
    const added = { name: 'mirror', address: this.npm.address }
    unwrap(await addRegistry(this.parts.places, added, this.temp.path))
  }

  /** The mirror says that it countersigns all it has. */
  mirrorSigns(): void {
    this.npm.signsWith(registryKey)
  }

  /** What a registry signs of `small` in this version. */
  async countersign(version: string): Promise<string> {
    return countersigned(registryKey, 'small', version, await this.packed({ version }))
  }

  /** No registry answers any more. */
  async goOffline(): Promise<void> {
    renameSync(this.temp.at('shelf'), this.temp.at('gone'))
    await this.npm[Symbol.asyncDispose]()
  }

  async refresh(name = 'shelf'): Promise<Failure | undefined> {
    const done = await this.market.catalogue.refresh(name)
    return done.ok ? undefined : done.error
  }

  /** Why the marketplace does not install something. */
  async refusal(
    id = 'small',
    more: Partial<Parameters<Market['install']>[0]> = {},
  ): Promise<Failure | undefined> {
    const task = await this.market.ended(this.market.install({ id, ...more }))
    return task?.state === 'done' ? undefined : task?.failures[0]
  }

  /** Why a package that somebody brought as a file is not installed. */
  async byHand(bytes: Buffer): Promise<Failure | undefined> {
    writeFileSync(this.temp.at('small.tgz'), bytes)
    const { places } = this.parts
    const done = await installPlugin('./small.tgz', { ...places, folder: this.temp.path })
    return done.ok ? undefined : done.error[0]
  }

  /** Why a plugin that came as a file is not replaced by what that file holds now. */
  async upgrade(): Promise<Failure | undefined> {
    const { places } = this.parts
    const done = await upgradePlugin('small', { ...places, folder: this.temp.path })
    return done.ok ? undefined : done.error[0]
  }

  /** Packages that are kept as they came. */
  cached(): readonly string[] {
    const folder = join(this.parts.places.cache, 'packages')
    return readdirSync(folder).map(name => join(folder, name))
  }

  /** Why an installed plugin does not run at the next start. */
  atNextStart(): Failure | undefined {
    const { builtIn, plugins } = this.parts.places
    const found = loadPlugins(
      { builtIn, user: plugins },
      { refused: revocationsFor(plugins), kept: { small: { enabled: true } } },
    )
    if (found.catalog.size > 0) return undefined
    const plugin = found.plugins.find(({ id }) => id === 'small')
    return plugin?.state === 'disabled' ? plugin.reason : undefined
  }

  editIndex(edit: (packages: object) => void): void {
    const path = this.temp.at('shelf/index.json')
    const json: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof json === 'object' && json !== null) edit(inside(json, 'packages'))
    writeFileSync(path, canonicalJson(json))
  }

  /** The shelf’s index with something else in it, signed by whose it is. */
  resign(edit: (content: Omit<IndexContent, 'key'>) => Omit<IndexContent, 'key'>): void {
    const path = this.temp.at('shelf/index.json')
    const { key: _key, ...content } = unwrap(readIndex(readFileSync(path, 'utf8'))).content
    writeFileSync(path, writeIndex(edit(content), indexKey))
  }

  /** The index says of a version that its package is these bytes. */
  say(version: string, bytes: Buffer): void {
    writeFileSync(this.temp.at(`shelf/small-${version}.tgz`), bytes)
    this.editIndex(packages => {
      const dist = inside(packages, 'small', 'versions', version, 'dist')
      Reflect.set(dist, 'integrity', integrityOf(bytes))
    })
  }

  /** All notes of who is who are gone from where they lie first. */
  forget(...names: readonly string[]): void {
    for (const name of names) rmSync(join(this.home, name), { force: true })
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    await this.npm[Symbol.asyncDispose]()
    await super[Symbol.asyncDispose]()
  }
}

/** What lies in an object of JSON, along a path. */
export function inside(value: object, ...path: readonly string[]): object {
  return path.reduce((found, key) => {
    const next: unknown = Reflect.get(found, key)
    if (typeof next !== 'object' || next === null) throw new Error(`There is no ${key}.`)
    return next
  }, value)
}

/** Files of a package with some of them as another text. */
export function edited(
  files: readonly PackageFile[],
  path: string,
  edit: (text: string) => string,
): Buffer {
  return writeTarball(
    files.map(file =>
      file.path === path ? { path, bytes: Buffer.from(edit(file.bytes.toString('utf8'))) } : file,
    ),
  )
}

/** Files of one package with the signature of another. */
export function withSignatureOf(
  files: readonly PackageFile[],
  other: readonly PackageFile[],
): Buffer {
  const isSignature = ({ path }: PackageFile) => path === SIGNATURE_FILE
  return writeTarball([...files.filter(file => !isSignature(file)), ...other.filter(isSignature)])
}
