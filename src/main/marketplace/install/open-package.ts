import type { Manifest } from '#shared/graph'
import { canonicalJson, err, fail, ok, type Result } from '#shared/kit'
import {
  badgeOf,
  fromTarball,
  parseManifest,
  type FetchedPackage,
  type PackageFile,
} from '../../plugins/packages'
import type { Listed } from '../catalogue/market-catalogue'
import { shownUrl } from '../registries/fetch-limited'
import { checkCountersignature, type RegistryKey } from '../registries/registry-keys'
import type { OfferedVersion } from '../registries/offer'
import type { PackageCache, PackageWish } from '../registries/package-cache'

/** A package that was fetched and is what the registry says of it. */
export interface OpenedPackage {
  readonly fetched: FetchedPackage
  readonly manifest: Manifest
  /** Of the package as it was fetched. */
  readonly bytes: number
}

export interface OpenOptions extends Pick<PackageWish, 'token' | 'signal' | 'onProgress'> {
  readonly cache: PackageCache
  readonly keys: readonly RegistryKey[]
}

/** Fetches a package, and holds it against all that the registry said before it was fetched. */
export async function openPackage(
  { id, registry }: Pick<Listed, 'id' | 'registry'>,
  offered: OfferedVersion,
  { cache, keys, ...wish }: OpenOptions,
): Promise<Result<OpenedPackage>> {
  const signed = checkCountersignature(id, offered, keys)
  if (!signed.ok) return signed
  const bytes = await cache.get({ registry, offered, ...wish })
  if (!bytes.ok) return bytes
  const resolved =
    registry.kind === 'npm' ? offered.tarball : `${registry.address}/${offered.tarball}`
  const fetched = await fromTarball(bytes.value, resolved, { integrity: offered.integrity })
  if (!fetched.ok) return fetched
  const text = fetched.value.files
    .find(({ path }) => path === 'plugin.json')
    ?.bytes.toString('utf8')
  const manifest = parseManifest(text ?? '')
  if (!manifest.ok) {
    return err(manifest.error[0] ?? fail('package-refused', 'The package holds no plugin.'))
  }
  const truth = compare(id, offered, manifest.value, fetched.value.files)
  return truth.ok
    ? ok({ fetched: fetched.value, manifest: manifest.value, bytes: bytes.value.length })
    : truth
}

/** What a catalogue shows of a plugin before it is there has to be what it is. */
function compare(
  id: string,
  { version, card, tarball }: OfferedVersion,
  manifest: Manifest,
  files: readonly PackageFile[],
): Result<void> {
  if (manifest.id !== id || manifest.version !== version) {
    const detail = `${shownUrl(tarball)} holds “${manifest.id}” ${manifest.version}, not “${id}” ${version}.`
    return err(fail('package-name-mismatch', detail))
  }
  const hidden = manifest.permissions.find(({ right }) => !card.permissions.includes(right))
  if (hidden !== undefined) return lies(id, `asks for “${hidden.right}” and does not say so`)
  const needed = Object.entries(manifest.dependencies)
  const said = Object.entries(card.dependencies)
  const differs =
    needed.length !== said.length || needed.some(([key, range]) => card.dependencies[key] !== range)
  if (differs) return lies(id, 'needs other plugins than it says')
  const { certificate } = card
  if (certificate === undefined) return ok()
  const isSame = canonicalJson(badgeOf(manifest, files) ?? {}) === canonicalJson(certificate)
  return isSame ? ok() : lies(id, 'holds another certificate than it shows')
}

function lies(id: string, what: string): Result<never> {
  return err(fail('package-manifest-lies', `“${id}” ${what}.`))
}
