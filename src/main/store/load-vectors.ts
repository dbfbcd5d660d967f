import type { Database } from 'better-sqlite3'
import { getLoadablePath } from 'sqlite-vec'

/** What computes distances: sqlite-vec, or our own code where it cannot be loaded. */
export type VectorSupport = 'sqlite-vec' | 'javascript'

/** Makes `vec_distance_cosine` known to a database; the same name, the same order, with or without sqlite-vec. */
export function loadVectors(database: Database, path = libraryPath()): VectorSupport {
  try {
    if (path === undefined) throw new Error('there is no sqlite-vec for this machine')
    database.loadExtension(path)
    return 'sqlite-vec'
  } catch {
    database.function('vec_distance_cosine', { deterministic: true }, cosineDistance)
    return 'javascript'
  }
}

function libraryPath(): string | undefined {
  try {
    // Inside an archive of Electron’s it lies beside it.
    return getLoadablePath().replace('app.asar', 'app.asar.unpacked')
  } catch {
    return undefined
  }
}

/** 1 less the cosine of the angle between two vectors of little-endian f32. */
function cosineDistance(one: unknown, other: unknown): number {
  if (!(one instanceof Uint8Array) || !(other instanceof Uint8Array)) {
    throw new TypeError('vec_distance_cosine takes two vectors')
  }
  const a = floats(one)
  const b = floats(other)
  let product = 0
  let lengthOne = 0
  let lengthOther = 0
  for (let index = 0; index < a.length; index++) {
    const x = a[index] ?? 0
    const y = b[index] ?? 0
    product += x * y
    lengthOne += x * x
    lengthOther += y * y
  }
  return 1 - product / (Math.sqrt(lengthOne) * Math.sqrt(lengthOther))
}

function floats(bytes: Uint8Array): Float32Array {
  if (bytes.byteOffset % 4 === 0) {
    return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
  }
  return new Float32Array(bytes.slice().buffer)
}
