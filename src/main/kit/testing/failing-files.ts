import { nodeFiles, type FilePort, type WritableFile } from '../file-port'

/** The system's error of a name, as Node throws it. */
export function throwErrno(errno: string): never {
  throw Object.assign(new Error(errno), { code: errno })
}

/** Which call does something else, and how many came; they count only while it is armed. */
export interface Fault {
  readonly k: number
  /** What never ends stands for a process that was killed there. */
  readonly instead: () => void | Promise<never>
  armed: boolean
  count: number
}

/** A file port whose k-th call does not do what it should. */
export function failingFiles(fault: Fault): FilePort {
  const step = async <T>(work: () => Promise<T>): Promise<T> => {
    if (fault.armed && ++fault.count === fault.k) await fault.instead()
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
    create: path => step(async () => wrapFile(await nodeFiles.create(path))),
    rename: (from, to) => step(() => nodeFiles.rename(from, to)),
    remove: path => step(() => nodeFiles.remove(path)),
    makeFolder: path => step(() => nodeFiles.makeFolder(path)),
    link: (from, to) => step(() => nodeFiles.link(from, to)),
    copy: (from, to) => step(() => nodeFiles.copy(from, to)),
    syncFolder: path => step(() => nodeFiles.syncFolder(path)),
  }
}
