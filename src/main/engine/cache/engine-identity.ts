import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rootFolder, sha256 } from '../../kit'

/** Counted up where the same key would mean other samples, or files of another form. */
const FORMAT = 4

let known: Promise<string> | undefined

/** What renders: samples of another engine are not ours. Bundles name what they import by its content. */
export function engineIdentity(): Promise<string> {
  known ??= identify()
  return known
}

async function identify(): Promise<string> {
  const files = ['out/kernels.wasm', 'out/main/engine-host.js', 'out/main/helper-thread.js']
  const hashes = await Promise.all(
    files.map(async file => sha256(await readFile(join(rootFolder(), file)))),
  )
  return [FORMAT, process.arch, ...hashes].join(' ')
}
