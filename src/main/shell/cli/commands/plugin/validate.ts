import { fail } from '#shared/kit'
import { fetchPackage, parseSource, validateFiles } from '../../../../plugins/packages'
import { existsSync } from 'node:fs'
import { errorLine, exitCodes, type Io } from '../../io'
import type { JsonFlag } from '../../command-parts'
import { openParts } from './parts-runner'
import { absolute, installPlaces } from './places'
import { certificateLines, refuse } from './report'

/** `wireharp plugin validate` */
export async function validateCommand(
  io: Io,
  { source: text, json }: JsonFlag & { readonly source: string },
): Promise<number> {
  const places = installPlaces(io)
  // Here a bare word may well be a folder: nothing is installed.
  const source = parseSource(existsSync(absolute(text)) ? absolute(text) : text, places.folder)
  if (!source.ok) return refuse(io, [source.error])
  const fetched = await fetchPackage(source.value, places)
  if (!fetched.ok) return refuse(io, [fetched.error])
  const certified = await validateFiles(fetched.value.files, {
    builtIn: places.builtIn,
    withCost: true,
    openParts,
    onProgress: what => io.status(`Looking at ${what}…`),
  })
  io.status('')
  if (!certified.ok) return refuse(io, certified.error)
  const certificate = certified.value
  if (json === true) io.out(JSON.stringify(certificate, undefined, 2))
  else {
    for (const line of certificateLines(certificate)) io.out(line)
    io.out(`SHA-256 of the package: ${certificate.sha256}`)
  }
  if (certificate.passed) return exitCodes.done
  io.err(errorLine(fail('plugin-not-conforming', `${certificate.name} does not conform.`)))
  return exitCodes.refused
}
