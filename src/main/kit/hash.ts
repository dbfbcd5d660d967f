import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** SHA-256 of a file of any size; throws the system's error where it cannot be read. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  const bytes = new Uint8Array(1 << 20)
  await using file = await open(path, 'r')
  for (;;) {
    const { bytesRead } = await file.read(bytes)
    if (bytesRead === 0) return hash.digest('hex')
    hash.update(bytes.subarray(0, bytesRead))
  }
}
