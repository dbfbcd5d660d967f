import { constants } from 'node:fs'
import { copyFile, link, mkdir, open, rename, rm } from 'node:fs/promises'

/** A file that is being written. */
export interface WritableFile {
  write(bytes: Uint8Array): Promise<void>
  /** Returns when the bytes are on the disk itself. */
  sync(): Promise<void>
  close(): Promise<void>
}

/**
 * Every call by which projects and sounds change the disk. Tests put another port in its place that fails
 * the k-th call: the tests may run as root, whom no permission stops.
 */
export interface FilePort {
  /** A new file, that others may read unless it is `secret`; fails with EEXIST where there is one. */
  create(path: string, secret?: boolean): Promise<WritableFile>
  rename(from: string, to: string): Promise<void>
  /** Takes a file or a whole folder away; nothing happens where there is none. */
  remove(path: string): Promise<void>
  makeFolder(path: string): Promise<void>
  /** A second name for a file; fails with EEXIST where the name is taken. */
  link(from: string, to: string): Promise<void>
  /** A copy, on the disk itself when it returns; fails with EEXIST where the name is taken. */
  copy(from: string, to: string): Promise<void>
  /** Returns when the names in a folder are on the disk itself. */
  syncFolder(path: string): Promise<void>
}

export const nodeFiles: FilePort = {
  async create(path, secret = false) {
    const handle = await open(path, 'wx', secret ? 0o600 : 0o644)
    return {
      async write(bytes) {
        let done = 0
        while (done < bytes.byteLength) done += (await handle.write(bytes, done)).bytesWritten
      },
      sync: () => handle.sync(),
      close: () => handle.close(),
    }
  },
  rename,
  remove: path => rm(path, { force: true, recursive: true }),
  makeFolder: async path => void (await mkdir(path, { recursive: true })),
  link,
  async copy(from, to) {
    await copyFile(from, to, constants.COPYFILE_EXCL)
    await using handle = await open(to, 'r+')
    await handle.sync()
  },
  async syncFolder(path) {
    // Windows keeps no handle on a folder; its rename is durable by itself.
    if (process.platform === 'win32') return
    await using folder = await open(path, 'r')
    await folder.sync()
  },
}
