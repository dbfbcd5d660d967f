import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import type { ByteReader } from '#shared/embedded'
import { err, fail, ok, type Result } from '#shared/kit'

/** A regular file read by position. Throws the system's errors. */
export async function fileReader(path: string): Promise<Result<ByteReader & AsyncDisposable>> {
  // Without NONBLOCK, opening a named pipe would wait for a writer for ever.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const info = await file.stat()
  if (!info.isFile()) {
    await file.close()
    return err(fail('file-unreadable', `“${path}” is not a regular file.`))
  }
  return ok({
    size: info.size,
    async read(position, length) {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, info.size - position)))
      let done = 0
      while (done < bytes.length) {
        const { bytesRead } = await file.read(bytes, done, bytes.length - done, position + done)
        if (bytesRead === 0) break
        done += bytesRead
      }
      return bytes.subarray(0, done)
    },
    [Symbol.asyncDispose]: () => file.close(),
  })
}
