import { chmod, mkdir, readFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { err, fail, ok, type Result } from '#shared/kit'
import { appPaths, attempt, readFailure, writeDurably, writeFailure } from '../../../../kit'
import { newPrivateKey, readPrivateKey } from '../../../../plugins/packages'
import type { Io } from '../../io'
import type { KeyObject } from 'node:crypto'

/** Where the key of whoever publishes here lies, unless they say otherwise. */
export function keyPath(io: Io, path: string | undefined): string {
  return path === undefined ? join(appPaths(io.env).config, 'publisher-key.pem') : resolve(path)
}

export async function readKey(io: Io, path: string | undefined): Promise<Result<KeyObject>> {
  const from = keyPath(io, path)
  if (!existsSync(from)) return err(fail('key-missing', `There is no key in “${from}”.`))
  const text = await attempt(
    () => readFile(from, 'utf8'),
    errno => readFailure(errno, `key “${from}”`),
  )
  if (!text.ok) return text
  const key = readPrivateKey(text.value, io.env['WIREHARP_KEY_PASSPHRASE'])
  return key === undefined
    ? err(fail('key-missing', `“${from}” holds no Ed25519 key, or its passphrase is another one.`))
    : ok(key)
}

/** Makes a key that nobody else on this machine may read. */
export async function makeKey(io: Io, path: string | undefined): Promise<Result<string>> {
  const to = keyPath(io, path)
  if (existsSync(to)) return err(fail('key-exists', `There is a key in “${to}” already.`))
  const pem = newPrivateKey(io.env['WIREHARP_KEY_PASSPHRASE'])
  const made = await attempt(
    () => mkdir(dirname(to), { recursive: true, mode: 0o700 }),
    errno => writeFailure(errno, `the folder “${dirname(to)}”`),
  )
  if (!made.ok) return made
  const written = await writeDurably(to, pem)
  if (!written.ok) return written
  await chmod(to, 0o600)
  return ok(to)
}
