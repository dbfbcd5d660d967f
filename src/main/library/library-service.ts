import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { LibraryContract, ServiceOf } from '#shared/contract'
import type { Asset, Project } from '#shared/graph'
import { err, fail, ok, type Result } from '#shared/kit'
import {
  attempt,
  containedFile,
  nodeFiles,
  readFailure,
  sha256OfFile,
  type FilePort,
  type Log,
} from '../kit'
import { importSound, type Imported, type SoundInput } from './import-sound'
import { peaksOf } from './peaks'
import { workerDecoder, type RunDecoder } from './run-decoder'
import { createSoundCache, type CachedSound, type DecodedSound } from './sound-cache'

export interface LibraryService extends ServiceOf<LibraryContract> {
  /**
   * A sound of a project as raw interleaved little-endian f32 in the cache, made when it is missing. The engine
   * streams it from there.
   */
  decoded(asset: Asset, projectFolder: string): Promise<Result<DecodedSound>>
  /** The same of a file with this hash, wherever it lies. */
  decodedFile(sha256: string, path: string): Promise<Result<DecodedSound>>
  /** A sound that is needed once: decoded to a place of the caller’s. */
  decodeOnce(source: string, target: string): Promise<Result<DecodedSound>>
}

/** What the library needs of the projects; the project service is one. */
export interface ProjectSource {
  opened(project: string): Result<{ readonly document: Project; readonly folder: string }>
}

export interface LibraryServiceParts {
  readonly projects: ProjectSource
  readonly paths: { readonly cache: string }
  readonly log: Log
  readonly files?: FilePort
  readonly decode?: RunDecoder
}

/** Sounds: into projects, and out of their files. */
export function createLibraryService({
  projects,
  paths,
  log,
  files = nodeFiles,
  decode = workerDecoder(),
}: LibraryServiceParts): LibraryService {
  const cache = createSoundCache({ folder: join(paths.cache, 'decoded'), decode, log })

  async function bring(project: string, input: SoundInput): Promise<Result<Imported>> {
    const opened = projects.opened(project)
    if (!opened.ok) return opened
    const imported = await importSound(input, opened.value.folder, { cache, files })
    if (!imported.ok) return imported
    const { asset, warnings } = imported.value
    if (warnings.length > 0) {
      log.warn({ asset: asset.path, warnings }, 'a sound was imported with flaws')
    }
    // The same sound again: the asset that the project has already.
    const known = opened.value.document.assets[asset.sha256]
    return ok({ asset: known?.path === asset.path ? known : asset, warnings })
  }

  async function decoded(asset: Asset, folder: string): Promise<Result<CachedSound>> {
    const file = await containedFile(folder, asset.path)
    if (!file.ok) return err(fail('asset-missing', `${asset.path} is not there.`))
    if (file.value.bytes !== asset.bytes) {
      return err(fail('asset-changed', `${asset.path} has ${file.value.bytes} bytes now.`))
    }
    const present = await cache.find(asset.sha256)
    if (present !== undefined) return ok(present)
    const { path } = file.value
    const hash = await attempt(
      () => sha256OfFile(path),
      errno => readFailure(errno, asset.path),
    )
    if (!hash.ok) return hash
    if (hash.value !== asset.sha256) {
      return err(fail('asset-changed', `${asset.path} holds something else now.`))
    }
    return cache.get(asset.sha256, path)
  }

  return {
    decoded,
    decodedFile: (sha256, path) => cache.get(sha256, path),
    async decodeOnce(source, target) {
      const facts = await decode({ source, target })
      return facts.ok ? ok({ path: target, ...facts.value }) : facts
    },
    importFile: ({ project, file }) => bring(project, { name: file.name, chunks: file.stream() }),
    async importPath({ project, path }) {
      const opened = await attempt(
        () => openRegular(path),
        errno => readFailure(errno, `file “${path}”`),
      )
      if (!opened.ok) return opened
      if (!opened.value.ok) return opened.value
      await using file = opened.value.value
      const chunks = file.createReadStream({ highWaterMark: 1 << 20, autoClose: false })
      return await bring(project, { name: basename(path), chunks })
    },
    async peaks({ project, asset: hash, steps }) {
      const opened = projects.opened(project)
      if (!opened.ok) return opened
      const asset = opened.value.document.assets[hash]
      if (asset === undefined) return err(fail('asset-missing', 'The project has no such sound.'))
      const sound = await decoded(asset, opened.value.folder)
      return sound.ok ? peaksOf(sound.value, steps) : sound
    },
  }
}

/** Without NONBLOCK, opening a named pipe would wait for a writer for ever. */
async function openRegular(path: string): Promise<Result<FileHandle>> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const info = await file.stat()
  if (info.isFile()) return ok(file)
  await file.close()
  return err(fail('file-unreadable', `“${path}” is not a regular file.`))
}
