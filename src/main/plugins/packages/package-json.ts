import { cardOf, KEYWORD } from './package-card'
import type { PackageFile } from './package-limits'

/**
 * Registries want one. What stands in a plugin’s own is kept, but no scripts and no packages to install; what a catalogue
 * shows of the plugin is put in.
 */
export function withPackageJson(files: readonly PackageFile[]): readonly PackageFile[] {
  const { id, version, description, licence } = parsed(
    files.find(({ path }) => path === 'plugin.json'),
  )
  if (typeof id !== 'string' || typeof version !== 'string') return files
  const own = files.find(({ path }) => path === 'package.json')
  const {
    scripts: _scripts,
    devDependencies: _dev,
    dependencies: _packages,
    optionalDependencies: _optional,
    peerDependencies: _peers,
    bundleDependencies: _bundled,
    private: _private,
    files: _files,
    wireharp: _card,
    keywords,
    ...rest
  } = parsed(own)
  const words = Array.isArray(keywords) ? keywords.filter(word => typeof word === 'string') : []
  const card = cardOf(files)
  const manifest = {
    ...(typeof description === 'string' && { description }),
    ...(typeof licence === 'string' && { license: licence }),
    ...rest,
    name: id,
    version,
    keywords: [...new Set([KEYWORD, ...words])],
    ...(card !== undefined && { wireharp: card }),
  }
  const text = `${JSON.stringify(manifest, undefined, 2)}\n`
  const made = { path: 'package.json', bytes: Buffer.from(text) }
  return [...files.filter(file => file !== own), made]
}

function parsed(file: PackageFile | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(file?.bytes.toString('utf8') ?? '{}')
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
