import { existsSync } from 'node:fs'
import { gte, rsort } from 'semver'
import type { PublishFacts } from '#shared/contract'
import { err, fail, ok, type Result } from '#shared/kit'
import { fingerprintOf, publicKeyOf } from '../../plugins/packages'
import type { Market } from '../market'
import type { MadePlugin, MarketplaceParts } from '../marketplace-service'
import { PASSPHRASE, publisherKey, publisherKeyPath, readPublisherKey } from './publisher-key'

/** What a user says of a version that is to be out. */
export interface PublishRequest {
  readonly id: string
  readonly registry: string
  readonly version: string
  readonly notes: string
  readonly certify: boolean
}

export interface Publisher {
  facts(id: string): Promise<Result<PublishFacts>>
  publish(wish: PublishRequest): Promise<Result<{ readonly task: string }>>
}

/** Publishes what was made in the app, signed with the user’s key; the first time one is made. */
export function publisherOf(
  market: Market,
  { paths, pluginOf, openParts }: Pick<MarketplaceParts, 'paths' | 'pluginOf' | 'openParts'>,
): Publisher {
  const keyFile = publisherKeyPath(paths)
  const passphrase = () => process.env[PASSPHRASE]
  const own = async (id: string): Promise<Result<MadePlugin>> => {
    const plugin = await pluginOf?.(id)
    if (plugin === undefined) return err(fail('plugin-not-found', `There is no plugin “${id}”.`))
    return plugin.own === true || plugin.editable === true
      ? ok(plugin)
      : err(fail('plugin-not-made-here', `“${id}” was not made in this Wireharp.`))
  }
  const published = (id: string) =>
    Object.fromEntries(
      market.catalogue.registries.flatMap(({ name }) => {
        const versions = market.catalogue.offer(id, name)?.offer.versions ?? []
        return versions.length === 0 ? [] : [[name, rsort(versions.map(each => each.version))]]
      }),
    )
  return {
    async facts(id) {
      const plugin = await own(id)
      if (!plugin.ok) return plugin
      const { name, version } = plugin.value
      const facts = { id, name, version, published: published(id), keyFile }
      if (!existsSync(keyFile)) return ok(facts)
      const key = await readPublisherKey(keyFile, passphrase())
      return ok(
        key.ok
          ? { ...facts, fingerprint: fingerprintOf(publicKeyOf(key.value)) }
          : { ...facts, keyFailure: key.error },
      )
    },
    async publish({ id, registry: name, ...wish }) {
      const plugin = await own(id)
      if (!plugin.ok) return plugin
      const registry = market.catalogue.registries.find(each => each.name === name)
      if (registry === undefined) {
        return err(fail('registry-unknown', `There is no registry “${name}”.`))
      }
      if (published(id)[name]?.includes(wish.version) === true) {
        return err(fail('version-published', `“${id}” ${wish.version} is published already.`))
      }
      if (!gte(wish.version, plugin.value.version)) {
        const older = `${wish.version} is older than ${plugin.value.version}, which is here.`
        return err(fail('publish-refused', older))
      }
      const key = await publisherKey(keyFile, passphrase())
      if (!key.ok) return key
      const parts = openParts === undefined ? {} : { openParts }
      return ok(
        market.publish({ ...wish, ...parts, plugin: plugin.value, registry, key: key.value }),
      )
    },
  }
}
