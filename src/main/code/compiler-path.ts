import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { existsSync } from 'node:fs'
import { rootFolder } from '../kit'

/** The TypeScript compiler of this machine: a program of its own, in a package that npm chooses by system and processor. */
export function compilerPath(): string | undefined {
  const { platform, arch } = process
  const from = createRequire(join(rootFolder(), 'node_modules', 'typescript', 'package.json'))
  try {
    const manifest = from.resolve(`@typescript/typescript-${platform}-${arch}/package.json`)
    const program = platform === 'win32' ? 'tsc.exe' : 'tsc'
    const path = join(dirname(manifest), 'lib', program)
    return existsSync(path) ? path : undefined
  } catch {
    return undefined
  }
}
