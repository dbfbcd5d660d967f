import type { KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { attempt, readFailure } from '../../kit'
import {
  fromTarball,
  packPlugin,
  publicKeyOf,
  readTarball,
  signPackage,
  withCertificate,
  writeTarball,
  type OpenParts,
  type PackageFile,
  type SigningKey,
} from '../../plugins/packages'
import { isLoopback, type Registry } from '../registries/address'
import { INDEX, readIndex } from '../registries/index-file'
import { publishToFolder } from './to-folder'
import { publishToNpm } from './to-npm'

export interface PublishWish {
  /** A folder of sources, or a package. */
  readonly path: string
  readonly registry: Registry
  readonly token?: string
  /** Signs the package; without one it is published unsigned. */
  readonly signer?: SigningKey
  /** Signs the index of a folder. */
  readonly indexKey?: KeyObject
  /** Whether it is run through its checks before. */
  readonly validate: boolean
  /** Whether what was found out then, and what its nodes cost, goes into the package; so it does where this is left out. */
  readonly certify?: boolean
  readonly signal?: AbortSignal
  /** Runs its tools, sensors and providers for that. */
  readonly openParts?: OpenParts
  readonly builtIn: string
  readonly now: number
  readonly onProgress?: (what: string) => void
}

export interface PublishedPlugin {
  readonly id: string
  readonly version: string
  readonly registry: string
  readonly bytes: number
  readonly signed: boolean
}

/** Packs a plugin, tries it, signs it and brings it to a registry. Nothing is published of which any step fails. */
export async function publishPlugin(
  wish: PublishWish,
): Promise<Result<PublishedPlugin, readonly Failure[]>> {
  const { path, registry, signer, now, onProgress, signal } = wish
  onProgress?.('Packing…')
  const packed = await packedFiles(path)
  if (!packed.ok) return packed
  const tried = await triedFiles(packed.value, wish)
  if (!tried.ok) return tried
  const files = signer === undefined ? tried.value : signPackage(tried.value, signer, now)
  const bytes = writeTarball(files)
  // What is published is read once as an installation reads it.
  const readable = await fromTarball(bytes, path, {})
  if (!readable.ok) return err([readable.error])
  if (signal?.aborted === true) return err([fail('job-stopped', 'Nothing was published.')])
  onProgress?.('Publishing…')
  const published = await bring(bytes, wish)
  if (!published.ok) return err([published.error])
  const { id, version } = published.value
  const size = bytes.length
  return ok({ id, version, registry: registry.name, bytes: size, signed: signer !== undefined })
}

/** What passes its checks, with its certificate where it is to have one. */
async function triedFiles(
  files: readonly PackageFile[],
  { validate, certify = true, builtIn, openParts, onProgress }: PublishWish,
): Promise<Result<readonly PackageFile[], readonly Failure[]>> {
  if (!validate) return ok(files)
  onProgress?.('Trying it in the sandbox…')
  const parts = openParts === undefined ? {} : { openParts }
  const tried = await withCertificate(files, { builtIn, withCost: certify, ...parts })
  // What package.json tells of a certificate has to be in the package: without one it stays as it was.
  return !tried.ok || certify ? tried : ok(files)
}

function bring(bytes: Buffer, wish: PublishWish) {
  const { registry, token } = wish
  switch (registry.kind) {
    case 'built-in':
      return Promise.resolve(err(fail('publish-refused', 'Nothing is published into the app.')))
    case 'folder':
      return toFolder(bytes, registry.address, wish)
    case 'npm': {
      // npm’s code wants to see a login; a registry of one’s own on this machine asks for none.
      const isOwn = isLoopback(new URL(registry.address))
      const login = token ?? (isOwn ? 'anonymous' : undefined)
      return publishToNpm(bytes, {
        address: registry.address,
        ...(login !== undefined && { token: login }),
      })
    }
  }
}

/** An index that is signed stays so: whoever took from the folder before would take nothing any more. */
async function toFolder(
  bytes: Buffer,
  folder: string,
  { signer, indexKey, now }: PublishWish,
): ReturnType<typeof publishToFolder> {
  const text = await readFile(join(folder, INDEX), 'utf8').catch(() => undefined)
  const index = text === undefined ? undefined : readIndex(text)
  const owner = index?.ok === true ? index.value.key : undefined
  const keys = [indexKey, signer?.key].filter(key => key !== undefined)
  const key = owner === undefined ? indexKey : keys.find(each => publicKeyOf(each) === owner)
  if (owner !== undefined && key === undefined) {
    return err(fail('index-signed', `The index in “${folder}” is signed by another.`))
  }
  return publishToFolder(bytes, { folder, now, ...(key && { key }) })
}

async function packedFiles(
  path: string,
): Promise<Result<readonly PackageFile[], readonly Failure[]>> {
  const packed = /\.(tgz|tar\.gz)$/i.test(path) ? await readPackage(path) : await packPlugin(path)
  if (!packed.ok) return packed
  const files = await readTarball(packed.value.bytes)
  return files.ok ? files : err([files.error])
}

async function readPackage(
  path: string,
): Promise<Result<{ readonly bytes: Buffer }, readonly Failure[]>> {
  const read = await attempt(
    () => readFile(path),
    errno => readFailure(errno, `file “${path}”`),
  )
  return read.ok ? ok({ bytes: read.value }) : err([read.error])
}
