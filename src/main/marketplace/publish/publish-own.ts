import { existsSync, readFileSync } from 'node:fs'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import type { KeyObject } from 'node:crypto'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { CERTIFICATE_FILE } from '#shared/graph'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { attempt, readFailure, writeDurably } from '../../kit'
import { MADE_HERE, SCRIPT_SOURCES } from '../../plugins'
import {
  installPlugin,
  notePublisher,
  publicKeyOf,
  SIGNATURE_FILE,
  type OpenParts,
} from '../../plugins/packages'
import type { MarketParts } from '../market-parts'
import type { Registry } from '../registries/address'
import { INDEX, readIndex } from '../registries/index-file'
import { tokenOf } from '../registries/registry-list'
import { publishPlugin, type PublishedPlugin } from './publish-plugin'
import { withNotes, withVersion } from './released-files'

/** A plugin that was made in the app. */
export interface OwnPlugin {
  readonly id: string
  readonly author: string
  readonly version: string
  readonly folder: string
  /** Its code is written here: its sources lie beside what is installed. */
  readonly editable?: true
}

export interface PublishOwnWish {
  readonly plugin: OwnPlugin
  readonly registry: Registry
  readonly version: string
  /** What is new, a line a point. */
  readonly notes: string
  readonly certify: boolean
  readonly key: KeyObject
  readonly openParts?: OpenParts
  readonly signal: AbortSignal
  readonly onProgress: (stage: string) => void
}

/**
 * Publishes a plugin that was made here, as `wireharp plugin publish` does, under another version if it is to have one. Only
 * when that is out, the plugin here becomes that version too.
 */
export async function publishOwn(
  parts: MarketParts,
  wish: PublishOwnWish,
): Promise<Result<PublishedPlugin, readonly Failure[]>> {
  const { plugin, registry, certify, key, signal, onProgress, openParts } = wish
  const { places, clock } = parts
  const indexKey = indexKeyOf(registry, key)
  if (!indexKey.ok) return err([indexKey.error])
  const staged = await mkdtemp(join(tmpdir(), 'wireharp-publish-'))
  try {
    const ready = await stage(staged, sourceOf(plugin, parts), wish, clock.now())
    if (!ready.ok) return err([ready.error])
    const token = tokenOf(places, registry.name)
    const published = await publishPlugin({
      ...{ path: staged, registry, certify, signal, onProgress, validate: true },
      ...{ builtIn: places.builtIn, now: clock.now(), signer: { key, name: plugin.author } },
      ...(openParts !== undefined && { openParts }),
      ...(token !== undefined && { token }),
      ...(indexKey.value !== undefined && { indexKey: indexKey.value }),
    })
    if (!published.ok) return published
    onProgress('Keeping it here…')
    // What is signed with it from now on is known.
    const since = new Date(clock.now()).toISOString()
    const publisher = { key: publicKeyOf(key), name: plugin.author, own: false, since }
    await notePublisher(places.plugins, plugin.id, publisher)
    const kept = await keep(staged, plugin, parts)
    return kept.ok ? published : kept
  } finally {
    await rm(staged, { recursive: true, force: true })
  }
}

/** Where it is changed: its sources if it has some, or else what is installed. */
function sourceOf({ id, folder, editable }: OwnPlugin, { places }: MarketParts): string {
  return editable === true ? join(places.data, SCRIPT_SOURCES, ...id.split('/')) : folder
}

const PUBLISHED_FILES = ['plugin.json', 'CHANGELOG.md'] as const

/** A copy, with its new version and what is new in it; what was found out of the one before is left behind. */
async function stage(
  staged: string,
  source: string,
  { version, notes }: PublishOwnWish,
  now: number,
): Promise<Result<void>> {
  const left = new Set(['node_modules', 'package.json', CERTIFICATE_FILE, SIGNATURE_FILE])
  const texts = await attempt(
    async () => {
      await cp(source, staged, { recursive: true, filter: path => !left.has(basename(path)) })
      const changes = join(staged, 'CHANGELOG.md')
      return {
        manifest: await readFile(join(staged, 'plugin.json'), 'utf8'),
        changelog: existsSync(changes) ? await readFile(changes, 'utf8') : '',
      }
    },
    errno => readFailure(errno, `folder “${source}”`),
  )
  if (!texts.ok) return texts
  const manifest = withVersion(texts.value.manifest, version)
  if (manifest === undefined) {
    return err(fail('plugin-manifest-invalid', 'Its plugin.json cannot be read.', '/version'))
  }
  const changelog = withNotes(texts.value.changelog, { version, notes, now })
  const written = await writeDurably(join(staged, 'plugin.json'), manifest)
  return !written.ok || changelog === ''
    ? written
    : writeDurably(join(staged, 'CHANGELOG.md'), changelog)
}

/** What is out is what is here. */
async function keep(
  staged: string,
  plugin: OwnPlugin,
  { places }: MarketParts,
): Promise<Result<void, readonly Failure[]>> {
  const { plugins, builtIn, cache, data } = places
  const install = { plugins, builtIn, cache, folder: data }
  if (plugin.editable !== true) {
    const installed = await installPlugin(staged, { ...install, noted: MADE_HERE })
    return installed.ok ? ok() : installed
  }
  const sources = join(data, SCRIPT_SOURCES, ...plugin.id.split('/'))
  for (const name of PUBLISHED_FILES) {
    if (!existsSync(join(staged, name))) continue
    const kept = await writeDurably(join(sources, name), await readFile(join(staged, name)))
    if (!kept.ok) return err([kept.error])
  }
  const installed = await installPlugin(sources, install)
  return installed.ok ? ok() : installed
}

/** A folder whose index is signed with this key is signed with it again; with another, it is not ours to change. */
function indexKeyOf(
  { kind, address, name }: Registry,
  key: KeyObject,
): Result<KeyObject | undefined> {
  const path = join(address, INDEX)
  if (kind !== 'folder' || !existsSync(path)) return ok(undefined)
  const read = readIndex(readFileSync(path, 'utf8'))
  if (!read.ok) return read
  if (read.value.key === undefined) return ok(undefined)
  return read.value.key === publicKeyOf(key)
    ? ok(key)
    : err(fail('publish-refused', `The index of “${name}” is signed with another key than yours.`))
}
