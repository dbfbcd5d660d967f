import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { PluginCertificate } from '#shared/contract'
import {
  CERTIFICATE_FILE,
  certificateDrift,
  readCertificate,
  type Certificate,
} from '#shared/graph'
import { err, ok, type Failure, type Result } from '#shared/kit'
import { attempt, writeDurably, writeFailure } from '../../kit'
import { folderFiles } from './folder-files'
import { validateFiles, type ValidateOptions } from './test-plugin'

/** No certificate is longer. */
const MOST_LETTERS = 2 ** 20

/** A plugin as it lies there, and where what was measured here is kept. */
export interface CertifiedFolder {
  readonly id: string
  readonly version: string
  readonly folder: string
  /** The app’s own data: measurements lie in `certificates` below it, away from what packages hold. */
  readonly data: string
}

/** What a package says of itself, what was measured here, and how they differ. */
export async function certificateOf({
  id,
  version,
  folder,
  data,
}: CertifiedFolder): Promise<PluginCertificate> {
  const own = await read(join(folder, CERTIFICATE_FILE))
  const kept = await read(pathOf(data, id))
  const said = own?.plugin === id ? own : undefined
  // What was measured of another version says nothing of this one.
  const measured = kept?.version === version ? kept : undefined
  return {
    ...(said !== undefined && { own: said }),
    ...(measured !== undefined && { measured }),
    drift: said === undefined || measured === undefined ? [] : certificateDrift(said, measured),
  }
}

/** Runs a plugin that is there through its checks, on this machine, and keeps what came out. */
export async function measureHere(
  plugin: CertifiedFolder,
  options: Omit<ValidateOptions, 'withCost'> & { readonly withCost?: boolean },
): Promise<Result<PluginCertificate, readonly Failure[]>> {
  const files = await folderFiles(plugin.folder)
  if (!files.ok) return err([files.error])
  const measured = await validateFiles(files.value, { withCost: true, ...options })
  if (!measured.ok) return measured
  const kept = await keep(plugin.data, measured.value)
  return kept.ok ? ok(await certificateOf(plugin)) : err([kept.error])
}

async function keep(data: string, certificate: Certificate): Promise<Result<void>> {
  const path = pathOf(data, certificate.plugin)
  const made = await attempt(
    () => mkdir(dirname(path), { recursive: true }),
    errno => writeFailure(errno, `the folder “${dirname(path)}”`),
  )
  return made.ok ? writeDurably(path, certificateText(certificate)) : made
}

/** As it stands in a file. */
export function certificateText(certificate: Certificate): string {
  return `${JSON.stringify(certificate, undefined, 2)}\n`
}

/** Ids are checked: letters, digits, `-`, `_`, `.`, and one slash after a scope. */
function pathOf(data: string, id: string): string {
  return join(data, 'certificates', `${id.replace('/', '+')}.json`)
}

async function read(path: string): Promise<Certificate | undefined> {
  try {
    const text = await readFile(path, 'utf8')
    return text.length > MOST_LETTERS ? undefined : readCertificate(text)
  } catch {
    return undefined
  }
}
