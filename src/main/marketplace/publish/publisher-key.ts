import { existsSync } from 'node:fs'
import { chmod, mkdir, readFile } from 'node:fs/promises'
import type { KeyObject } from 'node:crypto'
import { dirname, join } from 'node:path'
import { err, fail, ok, type Result } from '#shared/kit'
import { attempt, readFailure, writeDurably, writeFailure, type AppPaths } from '../../kit'
import { newPrivateKey, readPrivateKey } from '../../plugins/packages'

/** Encrypts the key where it is set. */
export const PASSPHRASE = 'WIREHARP_KEY_PASSPHRASE'

/** Where the key of whoever publishes here lies, unless they say otherwise. */
export function publisherKeyPath({ config }: Pick<AppPaths, 'config'>): string {
  return join(config, 'publisher-key.pem')
}

export async function readPublisherKey(
  path: string,
  passphrase: string | undefined,
): Promise<Result<KeyObject>> {
  if (!existsSync(path)) return err(fail('key-missing', `There is no key in “${path}”.`))
  const text = await attempt(
    () => readFile(path, 'utf8'),
    errno => readFailure(errno, `key “${path}”`),
  )
  if (!text.ok) return text
  const key = readPrivateKey(text.value, passphrase)
  return key === undefined
    ? err(fail('key-missing', `“${path}” holds no Ed25519 key, or its passphrase is another one.`))
    : ok(key)
}

/** Makes a key that nobody else on this machine may read. */
export async function makePublisherKey(
  path: string,
  passphrase: string | undefined,
): Promise<Result<string>> {
  if (existsSync(path)) return err(fail('key-exists', `There is a key in “${path}” already.`))
  const pem = newPrivateKey(passphrase)
  const made = await attempt(
    () => mkdir(dirname(path), { recursive: true, mode: 0o700 }),
    errno => writeFailure(errno, `the folder “${dirname(path)}”`),
  )
  if (!made.ok) return made
  const written = await writeDurably(path, pem)
  if (!written.ok) return written
  await chmod(path, 0o600)
  return ok(path)
}

/** The key that is there, or one that is made now. */
export async function publisherKey(
  path: string,
  passphrase: string | undefined,
): Promise<Result<KeyObject>> {
  if (!existsSync(path)) {
    const made = await makePublisherKey(path, passphrase)
    if (!made.ok) return made
  }
  return readPublisherKey(path, passphrase)
}
