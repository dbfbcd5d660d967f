import { mkdir } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { MarketDependency, MarketDetails, MarketVersion } from '#shared/contract'
import { permissionInWords } from '#shared/graph'
import { err, fail, ok, type Result } from '#shared/kit'
import { sha256 } from '../kit'
import {
  pluginGlances,
  readRecord,
  versionRecord,
  writeFiles,
  type PackageFile,
} from '../plugins/packages'
import type { Listed } from './catalogue/market-catalogue'
import type { CardMaker } from './catalogue/search'
import { dependentsOf } from './install/dependents'
import type { OpenedPackage } from './install/open-package'
import { inWords } from './install/prepare'
import type { Market } from './market'
import { pictureProblem } from './picture-problem'
import type { OfferedVersion } from './registries/offer'

export interface PackageWishRef {
  readonly id: string
  readonly version?: string | undefined
  readonly registry?: string | undefined
}

const MOST_TEXT = 256 * 1024
const MOST_ASSET = 8 * 2 ** 20

const assetTypes: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.wav': 'audio/wav',
  '.flac': 'audio/flac',
}

/** All of a package; what is only in the package itself is missing where it cannot be fetched, and why is said. */
export async function detailsOf(
  market: Market,
  maker: CardMaker,
  wish: PackageWishRef,
): Promise<Result<MarketDetails>> {
  const found = offeredOf(market, wish)
  if (!found.ok) return found
  const { listed, offered } = found.value
  const opened = await market.shop.open(listed, offered)
  const files = opened.ok ? opened.value.fetched.files : []
  const hashes = hashesOf(files)
  const { revoked: _ofNewest, ...others } = listed
  const revoked = market.catalogue.revocationOf(listed, offered, hashes)
  const shown = { ...others, shown: offered, ...(revoked && { revoked }) }
  const readme = textIn(files, /^readme\.md$/i)
  const changelog = textIn(files, /^changelog\.md$/i)
  const { card } = offered
  return ok({
    ...maker.card(shown),
    version: offered.version,
    ...(opened.ok && { bytes: opened.value.bytes }),
    ...(readme !== undefined && { readme }),
    ...(changelog !== undefined && { changelog }),
    ...(!opened.ok && { failure: opened.error }),
    asked: askedOf(opened, offered),
    versions: versionsOf(market, listed),
    dependencies: dependenciesOf(market, offered),
    nodes: card.nodes.map(({ id, label }) => ({ type: `${listed.id}/${id}`, label })),
    ...(card.demo !== undefined && { demo: card.demo }),
    ...installedFacts(market, listed.id),
  })
}

function askedOf(opened: Result<OpenedPackage>, { card }: OfferedVersion) {
  if (opened.ok) return opened.value.manifest.permissions.map(inWords)
  return card.permissions.map(right => ({ right, words: permissionInWords({ right }) }))
}

function versionsOf({ catalogue }: Market, listed: Listed): readonly MarketVersion[] {
  return listed.offer.versions.map(offered => {
    const { version, published, bytes } = offered
    const reason = catalogue.revocationOf(listed, offered)
    return {
      ...{ version, bytes, installable: reason === undefined },
      ...(published !== undefined && { published }),
      ...(reason && { reason }),
    }
  })
}

function dependenciesOf(market: Market, { card }: OfferedVersion): readonly MarketDependency[] {
  const { shop } = market
  const builtIn = pluginGlances(shop.parts.places.builtIn)
  return Object.entries(card.dependencies).map(([id, range]) => {
    const installed = shop.installed.get(id)?.version ?? builtIn.get(id)?.version
    const available = shop.catalogue.get(id)?.shown.version
    const name = market.nameOf(id)
    return {
      ...{ id, range },
      ...(name !== undefined && { name }),
      ...(installed !== undefined && { installed }),
      ...(available !== undefined && { available }),
    }
  })
}

function installedFacts({ shop }: Market, id: string) {
  const { plugins } = shop.parts.places
  const record = readRecord(plugins, id)
  const before = record?.previous && versionRecord(plugins, id, record.previous)?.version
  const beside = [...shop.installed.all.values()]
    .filter(each => each.record.aliasOf === id)
    .map(({ version }) => version)
  return {
    dependents: dependentsOf(id, shop.installed, plugins),
    beside,
    ...(before !== undefined && before !== '' && { previous: before }),
  }
}

/** A picture or a sound of a package. */
export async function assetOf(
  market: Market,
  { path, ...wish }: PackageWishRef & { readonly path: string },
): Promise<Result<{ readonly type: string; readonly url: string }>> {
  const type = assetTypes[extname(path).toLowerCase()]
  if (type === undefined) {
    return err(fail('file-unreadable', `“${path}” is neither a picture nor a sound.`))
  }
  const files = await filesOf(market, wish)
  if (!files.ok) return files
  const file = files.value.files.find(each => each.path === path)
  if (file === undefined) {
    return err(fail('file-not-found', `The package has no “${path}”.`))
  }
  if (file.bytes.length > MOST_ASSET) {
    return err(fail('file-too-large', `“${path}” is larger than 8 MB.`))
  }
  const problem = pictureProblem(type, file.bytes)
  if (problem !== undefined) return err(fail('file-unreadable', `“${path}” ${problem}.`))
  return ok({ type, url: `data:${type};base64,${file.bytes.toString('base64')}` })
}

/** The files of a package in a folder of the cache, where they can be tried. */
export async function previewOf(
  market: Market,
  wish: PackageWishRef,
): Promise<Result<{ readonly folder: string; readonly version: string; readonly demo?: string }>> {
  const found = await filesOf(market, wish)
  if (!found.ok) return found
  const { files, offered, listed } = found.value
  const revoked = market.catalogue.revocationOf(listed, offered, hashesOf(files))
  if (revoked !== undefined) return err(revoked)
  const name = sha256(offered.integrity).slice(0, 32)
  const folder = join(market.shop.parts.places.cache, 'preview', name)
  if (!existsSync(join(folder, 'plugin.json'))) {
    await mkdir(folder, { recursive: true })
    // plugin.json last: a folder with it is whole.
    const ordered = files.toSorted(
      (a, b) => Number(a.path === 'plugin.json') - Number(b.path === 'plugin.json'),
    )
    const written = await writeFiles(folder, ordered)
    if (!written.ok) return written
  }
  const { demo } = offered.card
  return ok({ folder, version: offered.version, ...(demo !== undefined && { demo }) })
}

async function filesOf(market: Market, wish: PackageWishRef) {
  const found = offeredOf(market, wish)
  if (!found.ok) return found
  const { listed, offered } = found.value
  const opened = await market.shop.open(listed, offered)
  return opened.ok ? ok({ files: opened.value.fetched.files, ...found.value }) : opened
}

function offeredOf(
  { catalogue }: Market,
  { id, version, registry }: PackageWishRef,
): Result<{ readonly listed: Listed; readonly offered: OfferedVersion }> {
  const listed = catalogue.offer(id, registry)
  const offered =
    version === undefined
      ? listed?.shown
      : listed?.offer.versions.find(each => each.version === version)
  return listed === undefined || offered === undefined
    ? err(fail('package-not-found', `No registry has “${id}” ${version ?? ''}.`.replace(' .', '.')))
    : ok({ listed, offered })
}

function hashesOf(files: readonly PackageFile[]): readonly string[] {
  return files.map(({ bytes }) => sha256(bytes))
}

function textIn(files: readonly PackageFile[], name: RegExp): string | undefined {
  const bytes = files.find(({ path }) => name.test(path))?.bytes
  return bytes?.subarray(0, MOST_TEXT).toString('utf8')
}
