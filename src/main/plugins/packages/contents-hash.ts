import { CERTIFICATE_FILE } from '#shared/graph'
import { sha256 } from '../../kit'
import type { PackageFile } from './package-limits'
import { SIGNATURE_FILE } from './trust/signature-file'

/** What is said of a package, for registries too, is no part of what it is said of. */
const APART = new Set([CERTIFICATE_FILE, SIGNATURE_FILE, 'package.json'])

/** What a certificate is of: one hash over all files of a package, whatever order they come in. */
export function contentsHash(files: readonly PackageFile[]): string {
  const lines = files
    .filter(({ path }) => !APART.has(path))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ path, bytes }) => `${sha256(bytes)}  ${path}\n`)
  return sha256(Buffer.from(lines.join('')))
}
