import { nodeFiles, type FilePort, type WritableFile } from '../../kit'

/** A file port that counts its calls and fails the k-th with a system error; 0 fails none. */
export function failingFiles(k: number, errno: string): { files: FilePort; calls: () => number } {
  let calls = 0
  const step = async <T>(work: () => Promise<T>): Promise<T> => {
    calls++
    if (calls === k) throw Object.assign(new Error(errno), { code: errno })
    return work()
  }
  const wrapFile = (file: WritableFile): WritableFile => ({
    write: bytes => step(() => file.write(bytes)),
    sync: () => step(() => file.sync()),
    // A file that cannot be closed is closed all the same.
    close: async () => {
      await file.close()
      await step(async () => undefined)
    },
  })
  return {
    calls: () => calls,
    files: {
      create: path => step(async () => wrapFile(await nodeFiles.create(path))),
      rename: (from, to) => step(() => nodeFiles.rename(from, to)),
      remove: path => step(() => nodeFiles.remove(path)),
      makeFolder: path => step(() => nodeFiles.makeFolder(path)),
      link: (from, to) => step(() => nodeFiles.link(from, to)),
      copy: (from, to) => step(() => nodeFiles.copy(from, to)),
      syncFolder: path => step(() => nodeFiles.syncFolder(path)),
    },
  }
}
