import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Options } from 'pacote'
import { err, fail, ok, type Failure, type Result } from '#shared/kit'
import { attempt, readFailure } from '../../kit'
import { cloneGit } from './clone-git'
import { packFolder, withBundle } from './pack-folder'
import { packageLimits, tooLarge, type PackageFile } from './package-limits'
import { sourceText, type PackageSource } from './package-source'
import { readTarball } from './read-tarball'
import { readSignature, type Signer } from './trust'
import { writeFiles } from './write-files'

/** A package in memory, checked, and where exactly it came from. */
export interface FetchedPackage {
  readonly files: readonly PackageFile[]
  /** The very thing: an address with a version or a commit. */
  readonly resolved: string
  /** Of the tarball, `sha512-…`; none of a folder and of a commit. */
  readonly integrity?: string
  /** Who signed every byte of it. */
  readonly signer?: Signer
}

export interface FetchOptions {
  /** For what was downloaded. */
  readonly cache: string
  /** An npm-compatible registry; npm’s own if left out. */
  readonly registry?: string
  /** Refuses a tarball that has another one. */
  readonly integrity?: string
}

/** Brings a package here. Nothing of it is run, and no script of npm’s either. */
export async function fetchPackage(
  source: PackageSource,
  options: FetchOptions,
): Promise<Result<FetchedPackage>> {
  switch (source.kind) {
    case 'folder': {
      const files = await packFolder(source.path)
      return files.ok ? ok({ files: files.value, resolved: source.path }) : files
    }
    case 'git':
      return fromGit(source)
    case 'tarball': {
      const bytes = await readPacked(source.path)
      return bytes.ok ? fromTarball(bytes.value, source.path, options) : bytes
    }
    case 'remote':
    case 'registry':
      return download(source, options)
  }
}

async function fromGit(
  source: PackageSource & { readonly kind: 'git' },
): Promise<Result<FetchedPackage>> {
  const folder = await mkdtemp(join(tmpdir(), 'wireharp-git-'))
  try {
    const commit = await cloneGit(source, folder)
    if (!commit.ok) return commit
    const files = await packFolder(folder)
    if (!files.ok) return files
    const { ref: _ref, ...unpinned } = source
    return ok({ files: files.value, resolved: sourceText({ ...unpinned, ref: commit.value }) })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function readPacked(path: string): Promise<Result<Buffer>> {
  const toFailure = (errno: string): Failure => readFailure(errno, `file “${path}”`)
  const info = await attempt(() => stat(path), toFailure)
  if (!info.ok) return info
  if (!info.value.isFile()) return err(fail('file-unreadable', `“${path}” is no plain file.`))
  if (info.value.size > packageLimits.packed) return tooLarge('more than 64 MB as it is packed')
  return attempt(() => readFile(path), toFailure)
}

async function download(
  source: PackageSource & { readonly kind: 'remote' | 'registry' },
  { cache, registry, integrity }: FetchOptions,
): Promise<Result<FetchedPackage>> {
  const spec = source.kind === 'remote' ? source.url : source.spec
  const settings: Options = {
    cache: join(cache, 'packages'),
    ignoreScripts: true,
    allowGit: 'none',
    allowDirectory: 'none',
    preferOnline: true,
    timeout: 60_000,
    fetchRetries: 1,
    fetchRetryFactor: 2,
    fetchRetryMintimeout: 200,
    fetchRetryMaxtimeout: 2000,
    ...(registry !== undefined && { registry }),
  }
  // npm’s own code is large, and packages mostly come in other ways.
  const { default: pacote } = await import('pacote')
  try {
    const { _resolved: resolved, _integrity: declared } =
      source.kind === 'registry'
        ? await pacote.manifest(spec, settings)
        : { _resolved: spec, _integrity: undefined }
    // The very version that was named, and checked against what the registry says of it.
    const wanted = integrity ?? declared
    const bytes = await pacote.tarball.stream(resolved, collect, {
      ...settings,
      ...(wanted !== undefined && { integrity: wanted }),
    })
    return bytes.ok ? await fromTarball(bytes.value, resolved, {}) : bytes
  } catch (thrown) {
    return err(downloadFailure(thrown, spec))
  }
}

/** No more of it than may be. */
async function collect(stream: AsyncIterable<Buffer>): Promise<Result<Buffer>> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    size += chunk.length
    if (size > packageLimits.packed) return tooLarge('more than 64 MB as it is packed')
    chunks.push(chunk)
  }
  return ok(Buffer.concat(chunks))
}

/** A package that was brought here in another way. */
export async function fromTarball(
  bytes: Buffer,
  resolved: string,
  { integrity: wanted }: Pick<FetchOptions, 'integrity'>,
): Promise<Result<FetchedPackage>> {
  const integrity = integrityOf(bytes)
  if (wanted !== undefined && wanted !== integrity) {
    return err(fail('package-damaged', 'The package is not the one that was asked for.'))
  }
  const files = await readTarball(bytes)
  if (!files.ok) return files
  if (!files.value.some(({ path }) => path === 'plugin.json')) {
    return err(fail('package-refused', 'The package holds no plugin.'))
  }
  // As it came, before anything is made of it.
  const signed = readSignature(files.value, Date.now())
  if (!signed.ok) return signed
  const bundled = await bundledOutside(files.value)
  if (!bundled.ok) return bundled
  const { value: signer } = signed
  return ok({ files: bundled.value, resolved, integrity, ...(signer && { signer }) })
}

/** A package of sources is bundled here, in a folder of its own. */
async function bundledOutside(
  files: readonly PackageFile[],
): Promise<Result<readonly PackageFile[]>> {
  const folder = await mkdtemp(join(tmpdir(), 'wireharp-package-'))
  try {
    await writeFiles(
      folder,
      files.filter(({ path }) => /\.([cm]?[jt]s|json)$/.test(path)),
    )
    return await withBundle(folder, files)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** `sha512-…`, as npm writes it. */
export function integrityOf(bytes: Buffer): string {
  return `sha512-${createHash('sha512').update(bytes).digest('base64')}`
}

function downloadFailure(thrown: unknown, spec: string): Failure {
  const { code = '', message } =
    thrown instanceof Error ? { code: codeOf(thrown), message: thrown.message } : { message: '' }
  if (['E404', 'ETARGET', 'ENOVERSIONS'].includes(code)) {
    return fail('package-not-found', `There is no “${spec}”.`)
  }
  if (code === 'EINTEGRITY' || code === 'TAR_BAD_ARCHIVE') {
    return fail('package-damaged', `“${spec}” came in another form than the registry says.`)
  }
  return fail('package-unreachable', `“${spec}” cannot be fetched: ${message.slice(0, 160)}.`)
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}
