import { KEYWORD } from './package-card'
import type { PackageFile } from './package-limits'
import { publicKeyOf, signFiles, type SigningKey } from './trust'

/** The files of a package with who publishes them, in package.json for registries to show, and signed. */
export function signPackage(
  files: readonly PackageFile[],
  signer: SigningKey,
  now: number,
): readonly PackageFile[] {
  const publisher = { key: publicKeyOf(signer.key), name: signer.name }
  const named = files.map(file =>
    file.path === 'package.json' ? { ...file, bytes: withPublisher(file.bytes, publisher) } : file,
  )
  return signFiles(named, signer, now)
}

function withPublisher(bytes: Buffer, publisher: object): Buffer {
  const json: unknown = JSON.parse(bytes.toString('utf8'))
  if (typeof json !== 'object' || json === null) return bytes
  const card: unknown = Reflect.get(json, 'wireharp') ?? {}
  const wireharp = { ...(typeof card === 'object' && card), publisher }
  const text = JSON.stringify({ keywords: [KEYWORD], ...json, wireharp }, undefined, 2)
  return Buffer.from(`${text}\n`)
}
