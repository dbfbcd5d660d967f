import { mkdirSync } from 'node:fs'
import type { KeyObject } from 'node:crypto'
import { unwrap } from '#shared/kit'
import { silentLog, type Clock } from '../../kit'
import {
  newPrivateKey,
  packPlugin,
  readPrivateKey,
  readTarball,
  signPackage,
  writeTarball,
} from '../../plugins/packages'
import {
  done,
  put,
  smallPlugin,
  type SmallPlugin,
} from '../../plugins/packages/testing/plugin-files'
import { TempFolder } from '../../plugins/packages/testing/temp-folder'
import { openMarket, type Market } from '../market'
import { fetchLimits, type FetchLimits, type MarketParts } from '../market-parts'
import { publishToFolder } from '../publish/to-folder'
import { addRegistry } from '../registries/registry-list'

export function newKey(): KeyObject {
  const key = readPrivateKey(newPrivateKey())
  if (key === undefined) throw new Error('There is no key.')
  return key
}

/** A marketplace in a folder of its own, with a folder registry called `shelf`. */
export class TestMarket implements AsyncDisposable {
  readonly temp = new TempFolder()
  readonly key = newKey()
  now = Date.UTC(2026, 10, 21)
  readonly market: Market
  readonly parts: MarketParts

  constructor(limits: Partial<FetchLimits> = {}) {
    const clock: Clock = { now: () => this.now, monotonic: () => performance.now() }
    this.parts = {
      places: {
        plugins: this.temp.at('data/plugins'),
        builtIn: this.temp.at('built-in'),
        data: this.temp.at('data'),
        cache: this.temp.at('cache'),
        catalogue: this.temp.at('catalogue'),
      },
      clock,
      log: silentLog,
      limits: { ...fetchLimits, ...limits },
      ownKeys: [],
    }
    for (const name of ['catalogue', 'shelf', 'data']) mkdirSync(this.temp.at(name))
    this.market = unwrap(openMarket(this.parts))
  }

  async addShelf(): Promise<void> {
    const { places } = this.parts
    unwrap(await addRegistry(places, { name: 'shelf', address: 'shelf' }, this.temp.path))
  }

  async packed(plugin: SmallPlugin = {}, key: KeyObject | 'nobody' = this.key): Promise<Buffer> {
    const { id = 'small', version = '1.0.0' } = plugin
    const folder = put(this.temp.at('sources', id, version), smallPlugin(plugin))
    const files = await readTarball(done(await packPlugin(folder)).bytes)
    if (!files.ok) throw new Error(files.error.message)
    return writeTarball(
      key !== 'nobody' ? signPackage(files.value, { key, name: 'Ada' }, this.now) : files.value,
    )
  }

  async publish(
    plugin: SmallPlugin = {},
    more: {
      key?: KeyObject | undefined
      indexKey?: KeyObject
      holds?: number
      unsigned?: boolean
    } = {},
  ): Promise<void> {
    const bytes = await this.packed(
      plugin,
      more.unsigned === true ? 'nobody' : (more.key ?? this.key),
    )
    const { indexKey, holds } = more
    const folder = this.temp.at('shelf')
    unwrap(
      await publishToFolder(bytes, {
        folder,
        now: this.now,
        ...(indexKey && { key: indexKey }),
        ...(holds !== undefined && { holds }),
      }),
    )
  }

  /** What became of an installation: `ok`, or the code of what is wrong. */
  async install(id: string, more: Partial<Parameters<Market['install']>[0]> = {}): Promise<string> {
    const task = await this.market.ended(this.market.install({ id, ...more }))
    return task?.state === 'done' ? 'ok' : (task?.failures[0]?.code ?? '')
  }

  versions(): Record<string, string> {
    this.market.shop.installed.forget()
    const all = [...this.market.shop.installed.all.values()]
    return Object.fromEntries(all.map(({ id, version }) => [id, version]))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.market[Symbol.asyncDispose]()
    this.temp[Symbol.dispose]()
  }
}
