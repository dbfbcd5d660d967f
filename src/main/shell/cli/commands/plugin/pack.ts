import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { attempt, writeDurably, writeFailure } from '../../../../kit'
import { integrityOf, packPlugin } from '../../../../plugins/packages'
import { openParts } from '../../../../tools'
import { exitCodes, type Io } from '../../io'
import type { PackFlags } from '../../author-commands'
import { absolute, installPlaces } from './places'
import { refuse } from './report'

/** `wireharp plugin pack` */
export async function packCommand(
  io: Io,
  { path, out, certify, json }: PackFlags & { readonly path: string },
): Promise<number> {
  const { builtIn } = installPlaces(io)
  const onProgress = (what: string) => io.status(`Looking at ${what}…`)
  const checks = { builtIn, withCost: true, openParts, onProgress }
  const packed = await packPlugin(absolute(path), certify === true ? checks : undefined)
  io.status('')
  if (!packed.ok) return refuse(io, packed.error)
  const { name, version, bytes, files } = packed.value
  const folder = absolute(out)
  const made = await attempt(
    () => mkdir(folder, { recursive: true }),
    errno => writeFailure(errno, `the folder “${folder}”`),
  )
  if (!made.ok) return refuse(io, [made.error])
  const target = join(folder, `${name}-${version}.tgz`)
  const written = await writeDurably(target, bytes)
  if (!written.ok) return refuse(io, [written.error])
  const integrity = integrityOf(bytes)
  if (json === true) io.out(JSON.stringify({ path: target, integrity, files }))
  else {
    io.out(`Wrote ${target}: ${files.length} files, ${Math.ceil(bytes.length / 1024)} kB.`)
    io.out(`Integrity: ${integrity}`)
  }
  return exitCodes.done
}
