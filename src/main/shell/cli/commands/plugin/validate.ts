import {
  CERTIFICATE_FILE,
  certificateBadge,
  certificateDrift,
  readCertificate,
  type Certificate,
} from '#shared/graph'
import { fail, ok } from '#shared/kit'
import { writeDurably } from '../../../../kit'
import {
  certificateText,
  fetchPackage,
  parseSource,
  validateFiles,
} from '../../../../plugins/packages'
import { existsSync } from 'node:fs'
import { errorLine, exitCodes, type Io } from '../../io'
import type { ValidateFlags } from '../../author-commands'
import { openParts } from '../../../../tools'
import { absolute, installPlaces } from './places'
import { certificateLines, driftLines, refuse } from './report'

/** `wireharp plugin validate` */
export async function validateCommand(
  io: Io,
  { source: text, json, save, badge }: ValidateFlags & { readonly source: string },
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
  for (const [path, content] of [
    [save, certificateText(certificate)],
    [badge, certificateBadge(certificate)],
  ] as const) {
    const written = path === undefined ? ok() : await writeDurably(absolute(path), content)
    if (!written.ok) return refuse(io, [written.error])
  }
  if (json === true) io.out(JSON.stringify(certificate, undefined, 2))
  else {
    for (const line of certificateLines(certificate)) io.out(line)
    for (const line of claimLines(fetched.value.files, certificate)) io.out(line)
    io.out(`SHA-256 of its files: ${certificate.sha256}`)
  }
  if (certificate.passed) return exitCodes.done
  io.err(errorLine(fail('plugin-not-conforming', `${certificate.name} does not conform.`)))
  return exitCodes.refused
}

/** What the package says of itself, against what was seen now. */
function claimLines(
  files: readonly { readonly path: string; readonly bytes: Buffer }[],
  seen: Certificate,
): string[] {
  const text = files.find(({ path }) => path === CERTIFICATE_FILE)?.bytes.toString('utf8')
  const said = text === undefined ? undefined : readCertificate(text)
  if (text !== undefined && said === undefined) return ['Its certificate cannot be read.']
  return said === undefined ? [] : driftLines(certificateDrift(said, seen))
}
