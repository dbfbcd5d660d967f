import { createHash, type Hash } from 'node:crypto'
import { open, readFile, rename, rm, statfs, type FileHandle } from 'node:fs/promises'
import { parse } from 'secure-json-parse'
import { z } from 'zod'
import { ok, type Result } from '#shared/kit'
import { attempt, nodeFiles, readFailure, writeDurably, writeFailure } from '../kit'

/** The calls by which a download changes the disk; tests put one in its place whose disk is full. */
export interface PartDisk {
  open(path: string, flags: 'r+' | 'w+'): Promise<FileHandle>
  write(file: FileHandle, bytes: Uint8Array, at: number): Promise<void>
  /** Bytes that may still be written below a folder. */
  free(folder: string): Promise<number>
}

export const realDisk: PartDisk = {
  open: (path, flags) => open(path, flags),
  async write(file, bytes, at) {
    let done = 0
    while (done < bytes.byteLength) {
      const { bytesWritten } = await file.write(bytes, done, bytes.byteLength - done, at + done)
      done += bytesWritten
    }
  },
  async free(folder) {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  },
}

const metaSchema = z.object({ url: z.string(), etag: z.string().optional() })
export type PartMeta = z.infer<typeof metaSchema>

/**
 * A file that is on its way: `<path>.part`, whose hash grows with it, and beside it from where it comes, so that a later
 * process goes on.
 */
export class PartFile implements AsyncDisposable {
  readonly #path: string
  readonly #disk: PartDisk
  readonly #file: FileHandle
  #hash: Hash
  #held: number
  #meta: PartMeta | undefined

  private constructor(
    path: string,
    disk: PartDisk,
    from: { file: FileHandle; hash: Hash; held: number; meta: PartMeta | undefined },
  ) {
    this.#path = path
    this.#disk = disk
    this.#file = from.file
    this.#hash = from.hash
    this.#held = from.held
    this.#meta = from.meta
  }

  /** Finds what is there, reading it once for its hash; throws what the file system throws. */
  static async open(path: string, disk: PartDisk): Promise<PartFile> {
    const part = `${path}.part`
    const meta = await readMeta(`${part}.json`)
    const before = meta === undefined ? undefined : await existing(part, disk)
    if (before !== undefined) {
      const hash = createHash('sha256')
      const held = await readThrough(before, hash)
      return new PartFile(path, disk, { file: before, hash, held, meta })
    }
    const file = await disk.open(part, 'w+')
    return new PartFile(path, disk, { file, hash: createHash('sha256'), held: 0, meta: undefined })
  }

  get held(): number {
    return this.#held
  }
  get meta(): PartMeta | undefined {
    return this.#meta
  }
  get sha256(): string {
    return this.#hash.copy().digest('hex')
  }

  /** Begins anew from a place. */
  async begin(meta: PartMeta): Promise<void> {
    await this.#file.truncate(0)
    this.#hash = createHash('sha256')
    this.#held = 0
    this.#meta = meta
    await writeDurably(`${this.#path}.part.json`, JSON.stringify(meta))
  }

  append(bytes: Uint8Array): Promise<Result<void>> {
    return attempt(
      async () => {
        await this.#disk.write(this.#file, bytes, this.#held)
        this.#hash.update(bytes)
        this.#held += bytes.byteLength
      },
      errno => writeFailure(errno, this.#path),
    )
  }

  /** Gives the whole file its name, once it is on the disk. */
  async finish(folder: string): Promise<Result<void>> {
    return attempt(
      async () => {
        await this.#file.sync()
        await rename(`${this.#path}.part`, this.#path)
        await rm(`${this.#path}.part.json`, { force: true })
        await nodeFiles.syncFolder(folder)
      },
      errno => writeFailure(errno, this.#path),
    )
  }

  /** Nothing of what came is kept. */
  async discard(): Promise<void> {
    await this.#file.truncate(0)
    this.#hash = createHash('sha256')
    this.#held = 0
    this.#meta = undefined
    await rm(`${this.#path}.part.json`, { force: true })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file.close()
    if (this.#held > 0) return
    for (const end of ['.part', '.part.json']) await rm(`${this.#path}${end}`, { force: true })
  }
}

async function existing(path: string, disk: PartDisk): Promise<FileHandle | undefined> {
  const opened = await attempt(
    () => disk.open(path, 'r+'),
    errno => readFailure(errno, path),
  )
  return opened.ok ? opened.value : undefined
}

async function readThrough(file: FileHandle, hash: Hash): Promise<number> {
  const bytes = new Uint8Array(1 << 20)
  for (let at = 0; ;) {
    const { bytesRead } = await file.read(bytes, 0, bytes.length, at)
    if (bytesRead === 0) return at
    hash.update(bytes.subarray(0, bytesRead))
    at += bytesRead
  }
}

async function readMeta(path: string): Promise<PartMeta | undefined> {
  const text = await attempt(
    () => readFile(path, 'utf8'),
    errno => readFailure(errno, path),
  )
  if (!text.ok) return undefined
  try {
    return metaSchema.safeParse(parse(text.value)).data
  } catch {
    return undefined
  }
}

/** What may still be written, or why nobody can tell. */
export async function freeBytes(folder: string, disk: PartDisk): Promise<Result<number>> {
  const free = await attempt(
    () => disk.free(folder),
    errno => writeFailure(errno, folder),
  )
  return free.ok ? ok(free.value) : free
}
