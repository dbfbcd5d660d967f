import type { PackageFile } from './package-limits'

/** Registries want one. What stands in a plugin’s own is kept, but no scripts and no packages to install. */
export function withPackageJson(files: readonly PackageFile[]): readonly PackageFile[] {
  const { id, version } = parsed(files.find(({ path }) => path === 'plugin.json'))
  if (typeof id !== 'string' || typeof version !== 'string') return files
  const own = files.find(({ path }) => path === 'package.json')
  const {
    scripts: _scripts,
    devDependencies: _dev,
    dependencies: _packages,
    private: _private,
    files: _files,
    ...rest
  } = parsed(own)
  const manifest = { ...rest, name: id, version }
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
