import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { rootFolder } from './root-folder'

const OLDEST = 24

/**
 * The Node that child processes run on: this very one where it is new enough, else the one that comes with
 * Wireharp. Electron's own cannot load isolated-vm.
 */
export function nodeBinary(): string {
  const major = Number.parseInt(process.versions.node, 10)
  if (!('electron' in process.versions) && major >= OLDEST) return process.execPath
  const { platform, arch } = process
  const packages = [
    `node-${platform === 'win32' ? 'win' : platform}-${arch}`,
    `node-bin-${platform}-${arch}`,
  ]
  const binary = platform === 'win32' ? 'bin/node.exe' : 'bin/node'
  const candidates = packages.map(name => join(rootFolder(), 'node_modules', name, binary))
  return candidates.find(path => existsSync(path)) ?? process.execPath
}
