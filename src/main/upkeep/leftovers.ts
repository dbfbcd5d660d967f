import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bytes } from '#shared/kit'
import { fileNameOf, type GrantBook } from '../grants'
import type { AppPaths } from '../kit'
import type { Market } from '../marketplace/open-market'
import { leftVersions, stagedLeftovers } from '../plugins/packages'

/** Something that nobody needs any more. */
export interface Leftover {
  readonly kind: 'staged' | 'version' | 'file' | 'storage' | 'certificate' | 'log' | 'grant'
  /** The plugin that it was of, where it was one’s. */
  readonly plugin?: string
  readonly path: string
  readonly bytes: Bytes
}

export interface LeftoverParts {
  readonly paths: Pick<AppPaths, 'data' | 'logs'>
  readonly market: Pick<Market, 'environments'>
  readonly grants: GrantBook
  /** Ids of all plugins that are there, whatever their state. */
  readonly present: ReadonlySet<string>
}

/**
 * What is left of plugins that are gone: their data, permissions, logs and measurements, versions that nothing leads back
 * to, files of packages that no set of plugins needs, and installations that were cut short. Of a plugin that a set of
 * plugins could bring back everything stays. Changes nothing.
 */
export async function findLeftovers(parts: LeftoverParts): Promise<readonly Leftover[]> {
  const { paths, market, grants, present } = parts
  const plugins = join(paths.data, 'plugins')
  const { files, kept } = await market.environments.leftovers()
  const isGone = (plugin: string) => !present.has(plugin) && !kept.has(plugin)
  const granted = [...new Set(grants.grants.map(({ plugin }) => plugin))].filter(isGone)
  const found = [
    ...stagedLeftovers(plugins).map(path => ({ kind: 'staged' as const, path })),
    ...leftVersions(plugins).map(each => ({ kind: 'version' as const, ...each })),
    ...files.map(path => ({ kind: 'file' as const, path })),
    ...(await ofPlugins('storage', join(paths.data, 'plugin-storage'), isGone)),
    ...(await ofPlugins('certificate', join(paths.data, 'certificates'), isGone)),
    ...(await logsOf(join(paths.logs, 'plugins'), isGone)),
  ]
  const sized = await Promise.all(
    found.map(async each => ({ ...each, bytes: await sizeOf(each.path) })),
  )
  const path = join(paths.data, 'grants.json')
  return [...sized, ...granted.map(plugin => ({ kind: 'grant' as const, plugin, path, bytes: 0 }))]
}

/** Takes it away. */
export async function removeLeftovers(
  leftovers: readonly Leftover[],
  grants: GrantBook,
): Promise<void> {
  for (const { kind, path, plugin } of leftovers) {
    if (kind !== 'grant') await rm(path, { recursive: true, force: true })
    else if (plugin !== undefined) await grants.remove({ plugin })
  }
}

/** Files that are named after plugins: `@acme+tremolo.json`. */
async function ofPlugins(
  kind: 'storage' | 'certificate',
  folder: string,
  isGone: (plugin: string) => boolean,
) {
  const names = await readdir(folder).catch(() => [])
  return names.flatMap(name => {
    const plugin = /^(.+)\.json$/.exec(name)?.[1]?.replace('+', '/')
    const isNamed = plugin !== undefined && `${fileNameOf(plugin)}.json` === name
    return isNamed && isGone(plugin) ? [{ kind, plugin, path: join(folder, name) }] : []
  })
}

async function logsOf(folder: string, isGone: (plugin: string) => boolean) {
  const names = await readdir(folder).catch(() => [])
  return names.flatMap(name => {
    const encoded = /^(.+)\.log(?:\.\d)?$/.exec(name)?.[1] ?? ''
    const plugin = encoded.replace('%40', '@').replace('%2F', '/')
    const isNamed = encoded !== '' && encodeURIComponent(plugin) === encoded
    return isNamed && isGone(plugin)
      ? [{ kind: 'log' as const, plugin, path: join(folder, name) }]
      : []
  })
}

async function sizeOf(path: string): Promise<Bytes> {
  const info = await stat(path).catch(() => undefined)
  if (info?.isDirectory() !== true) return info?.size ?? 0
  const inside = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => [])
  const sizes = await Promise.all(
    inside.flatMap(entry => (entry.isFile() ? [sizeOf(join(entry.parentPath, entry.name))] : [])),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
