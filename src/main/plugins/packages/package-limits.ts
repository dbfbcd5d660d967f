import { err, fail, ok, type Bytes, type Result } from '#shared/kit'

const MEGABYTE = 2 ** 20

/** What a package may be. */
export const packageLimits = {
  files: 4096,
  file: 64 * MEGABYTE,
  total: 256 * MEGABYTE,
  /** As it is downloaded. */
  packed: 64 * MEGABYTE,
  /** Unpacked to packed; DEFLATE itself reaches 1032. */
  ratio: 100,
} as const

/** A file of a package. */
export interface PackageFile {
  /** With slashes, relative to plugin.json. */
  readonly path: string
  readonly bytes: Buffer
}

/** Counts files as they come, and stops at the first limit. */
export class PackageCounter {
  #files = 0
  #total: Bytes = 0

  add(path: string, size: Bytes): Result<void> {
    this.#files += 1
    this.#total += size
    if (this.#files > packageLimits.files) return tooLarge(`more than ${packageLimits.files} files`)
    if (size > packageLimits.file) return tooLarge(`a file of more than 64 MB, “${path}”`)
    if (this.#total > packageLimits.total) return tooLarge('more than 256 MB')
    return ok()
  }
}

export function tooLarge(what: string): Result<never> {
  return err(fail('package-too-large', `The package holds ${what}.`))
}
