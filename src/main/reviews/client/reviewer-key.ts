import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { chmod, mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { err, fail, ok, type Result } from '#shared/kit'
import { attempt, readFailure, writeDurably, writeFailure } from '../../kit'

/** The key that this user’s reviews are signed with, if there is one yet. */
export async function readReviewerKey(path: string): Promise<Result<KeyObject | undefined>> {
  const pem = await attempt(
    () => readFile(path, 'utf8'),
    errno => readFailure(errno, path),
  )
  if (!pem.ok) return pem.error.code === 'file-not-found' ? ok(undefined) : pem
  const key = keyOf(pem.value)
  if (key !== undefined) return ok(key)
  return err(fail('reviewer-key-damaged', `${path} holds no Ed25519 key.`))
}

/** The same, made when it is needed for the first time. One that cannot be read is never replaced. */
export async function ensureReviewerKey(path: string): Promise<Result<KeyObject>> {
  const old = await readReviewerKey(path)
  if (!old.ok) return old
  if (old.value !== undefined) return ok(old.value)
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = String(privateKey.export({ format: 'pem', type: 'pkcs8' }))
  const made = await attempt(
    () => mkdir(dirname(path), { recursive: true, mode: 0o700 }),
    errno => writeFailure(errno, path),
  )
  if (!made.ok) return made
  const written = await writeDurably(path, pem)
  if (!written.ok) return written
  const closed = await attempt(
    () => chmod(path, 0o600),
    errno => writeFailure(errno, path),
  )
  return closed.ok ? ok(privateKey) : closed
}

function keyOf(pem: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(pem)
    return key.asymmetricKeyType === 'ed25519' ? key : undefined
  } catch {
    return undefined
  }
}
