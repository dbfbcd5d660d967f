import { mkdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fail, type Failure, type Result } from '#shared/kit'
import { attempt, readFailure, writeDurably, writeFailure } from '../../../../kit'
import {
  filesOfFolder,
  fingerprintOf,
  homeOf,
  integrityOf,
  packPlugin,
  publicKeyOf,
  publisherOf,
  readRecord,
  readSignature,
  readTarball,
  readTrust,
  signedBy,
  signPackage,
  trustOf,
  writeTarball,
} from '../../../../plugins/packages'
import type { JsonFlag } from '../../command-parts'
import { logPlaceOf } from '../../../../marketplace/open-market'
import { exitCodes, oneLine, type Io } from '../../io'
import type { KeyFlags, SignFlags } from '../../market-program'
import { installPlaces } from '../plugin/places'
import { refuse } from '../plugin/report'
import { keyPath, makeKey, readKey } from './signing-key'

/** `wireharp plugin keygen` */
export async function keygenCommand(io: Io, { key, json }: KeyFlags): Promise<number> {
  const made = await makeKey(io, key)
  if (!made.ok) return refuse(io, [made.error])
  const read = await readKey(io, key)
  if (!read.ok) return refuse(io, [read.error])
  const publicKey = publicKeyOf(read.value)
  if (json === true) io.out(JSON.stringify({ path: made.value, publicKey }))
  else {
    io.out(`Made a key in ${made.value}. Keep it safe, and keep a copy: nobody can make it again.`)
    io.out(`Fingerprint: ${fingerprintOf(publicKey)}`)
  }
  return exitCodes.done
}

/** `wireharp plugin sign`: a package, or a folder that becomes one. */
export async function signCommand(
  io: Io,
  { path, out, key, name, json }: SignFlags & { readonly path: string },
): Promise<number> {
  const signer = await readKey(io, key)
  if (!signer.ok) return refuse(io, [signer.error])
  const packed = await packedBytes(path)
  if (!packed.ok) return refuse(io, packed.error)
  const files = await readTarball(packed.value)
  if (!files.ok) return refuse(io, [files.error])
  const manifest = files.value.find(file => file.path === 'plugin.json')?.bytes.toString('utf8')
  const who = name ?? authorIn(manifest) ?? 'Unknown'
  const signed = signPackage(files.value, { key: signer.value, name: who }, Date.now())
  const read = readSignature(signed, Date.now())
  if (!read.ok) return refuse(io, [read.error])
  const bytes = writeTarball(signed)
  const folder = resolve(out)
  const made = await attempt(
    () => mkdir(folder, { recursive: true }),
    errno => writeFailure(errno, `the folder “${folder}”`),
  )
  if (!made.ok) return refuse(io, [made.error])
  const target = join(folder, fileName(manifest))
  const written = await writeDurably(target, bytes)
  if (!written.ok) return refuse(io, [written.error])
  if (json === true) io.out(JSON.stringify({ path: target, integrity: integrityOf(bytes) }))
  else io.out(oneLine(`Wrote ${target}, signed by ${who} with ${keyPath(io, key)}.`))
  return exitCodes.done
}

/** `wireharp plugin verify`: a package, or what is installed. */
export async function verifyCommand(
  io: Io,
  { what, json }: JsonFlag & { readonly what: string },
): Promise<number> {
  const { plugins } = installPlaces(io)
  const record = readRecord(plugins, what)
  const files =
    record === undefined
      ? await packageFiles(what)
      : await filesOfFolder(join(homeOf(plugins, what), record.folder))
  if (!files.ok) return refuse(io, [files.error])
  const read = readSignature(files.value, Date.now())
  if (!read.ok) return refuse(io, [read.error])
  const signer = read.value
  if (signer === undefined) {
    return refuse(io, [fail('signature-missing', `Nobody signed “${oneLine(what)}”.`)])
  }
  const logged = record === undefined ? undefined : await logPlaceOf(what, record)
  if (logged?.ok === false) return refuse(io, [logged.error])
  const log = logged?.value
  const manifest = files.value.find(({ path }) => path === 'plugin.json')?.bytes.toString('utf8')
  const plugin = idIn(manifest)
  const trust = trustOf(signer, publisherOf(plugins, plugin))
  const fingerprint = fingerprintOf(signer.key)
  if (json === true) io.out(JSON.stringify({ ...signer, fingerprint, trust, ...(log && { log }) }))
  else {
    io.out(oneLine(`Signed by ${signer.name} on ${signer.signedAt}; every file is as it was then.`))
    const others = signedBy(readTrust(plugins), signer.key).filter(id => id !== plugin)
    const words = trust === 'new' && others.length > 0 ? otherwiseKnown(others) : trustWords[trust]
    io.out(oneLine(`Fingerprint: ${fingerprint} (${words})`))
    if (log !== undefined) io.out(`Entry ${log.entry} of ${log.size} in the log of its registry.`)
  }
  return trust === 'changed' ? exitCodes.refused : exitCodes.done
}

const trustWords = {
  wireharp: 'a key of Wireharp',
  known: 'the key that it always had here',
  new: 'never seen here',
  changed: 'NOT the key that it had before',
  unsigned: 'unsigned',
  revoked: 'revoked',
}

/** Of a key that this plugin was never seen with. */
function otherwiseKnown([first = '', ...others]: readonly string[]): string {
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  return `known here from ${first}${more}, new to this plugin`
}

async function packageFiles(path: string) {
  const bytes = await readPackage(path)
  return bytes.ok ? readTarball(bytes.value) : bytes
}

async function packedBytes(path: string): Promise<Result<Buffer, readonly Failure[]>> {
  if (/\.(tgz|tar\.gz)$/i.test(path)) {
    const bytes = await readPackage(path)
    return bytes.ok ? bytes : { ok: false, error: [bytes.error] }
  }
  const packed = await packPlugin(resolve(path))
  return packed.ok ? { ok: true, value: packed.value.bytes } : packed
}

function readPackage(path: string): Promise<Result<Buffer>> {
  return attempt(
    () => readFile(resolve(path)),
    errno => readFailure(errno, `file “${path}”`),
  )
}

function fileName(manifest: string | undefined): string {
  const { id = 'plugin', version = '0.0.0' } = textsIn(manifest)
  return `${id.replace(/^@/, '').replaceAll('/', '-')}-${version}.tgz`
}

function authorIn(manifest: string | undefined): string | undefined {
  return textsIn(manifest)['author']
}

function idIn(manifest: string | undefined): string {
  return textsIn(manifest)['id'] ?? ''
}

/** The texts at the top of a plugin.json that was read before. */
function textsIn(manifest: string | undefined): Readonly<Record<string, string>> {
  const json: unknown = JSON.parse(manifest ?? '{}')
  const entries = Object.entries(typeof json === 'object' && json !== null ? json : {})
  return Object.fromEntries(
    entries.flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'string' ? [[key, value]] : [],
    ),
  )
}
