import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto'

/** A public key: 32 bytes, as 64 hex digits. */
export type PublicKey = string

/** What an Ed25519 key is wrapped in (RFC 8410): the 32 bytes follow. */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')
/** 2^255 − 19, over which the curve is defined. */
const P = 2n ** 255n - 19n
/** Order of the group of the curve (RFC 8032, 5.1). */
const L = 2n ** 252n + 27742317777372353535851937790883648493n

/**
 * Ordinates of the eight points of small order: a signature by such a key fits many messages (Chalkias, Garillot,
 * Nikolaenko: “Taming the many EdDSAs”, 2020).
 */
const SMALL_ORDER = new Set([
  0n,
  1n,
  P - 1n,
  2707385501144840649318225287225658788936804267575313519463743609750303402022n,
  55188659117513257062467267217118295137698188065244968500265048394206261417927n,
])

export type KeyProblem = 'length' | 'not-canonical' | 'small-order'

/** Why a public key is none that anyone may sign with. */
export function keyProblem(key: PublicKey): KeyProblem | undefined {
  if (!/^[0-9a-f]{64}$/.test(key)) return 'length'
  const y = littleEndian(Buffer.from(key, 'hex')) & (2n ** 255n - 1n)
  if (y >= P) return 'not-canonical'
  return SMALL_ORDER.has(y) ? 'small-order' : undefined
}

/** The key in its wrapping; undefined where it is one of another kind. */
export function keyOfSpki(spki: Uint8Array): PublicKey | undefined {
  const bytes = Buffer.from(spki)
  const isOurs = bytes.length === SPKI.length + 32 && bytes.subarray(0, SPKI.length).equals(SPKI)
  return isOurs ? bytes.subarray(SPKI.length).toString('hex') : undefined
}

/** Whether a signature is written in the one way that there is: S below the order of the group (RFC 8032, 5.1.7). */
export function isCanonical(signature: Uint8Array): boolean {
  return signature.length === 64 && littleEndian(signature.subarray(32)) < L
}

/** Whether a signature is of this message by this key. Anything odd is no signature. */
export function isSignedBy(key: PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  if (keyProblem(key) !== undefined || !isCanonical(signature)) return false
  try {
    return verify(undefined, message, toKeyObject(key), signature)
  } catch {
    // No point of the curve.
    return false
  }
}

export function signWith(key: KeyObject, message: Uint8Array): Buffer {
  return sign(undefined, message, key)
}

/** A new key as PEM (PKCS #8), encrypted where a passphrase is given. */
export function newPrivateKey(passphrase?: string): string {
  const { privateKey } = generateKeyPairSync('ed25519')
  const cipher = passphrase ? { cipher: 'aes-256-cbc', passphrase } : {}
  return String(privateKey.export({ type: 'pkcs8', format: 'pem', ...cipher }))
}

/** Undefined where the text is no Ed25519 key, or the passphrase another one. */
export function readPrivateKey(pem: string, passphrase?: string): KeyObject | undefined {
  try {
    const key = createPrivateKey({ key: pem, ...(passphrase && { passphrase }) })
    return key.asymmetricKeyType === 'ed25519' ? key : undefined
  } catch {
    return undefined
  }
}

export function publicKeyOf(key: KeyObject): PublicKey {
  const der = createPublicKey(key).export({ type: 'spki', format: 'der' })
  return der.subarray(SPKI.length).toString('hex')
}

/** Eight groups of four digits that two people can read to each other: the first half of the key’s own digits. */
export function fingerprintOf(key: PublicKey): string {
  return (key.slice(0, 32).match(/.{4}/g) ?? []).join(' ')
}

function toKeyObject(key: PublicKey): KeyObject {
  return createPublicKey({
    key: Buffer.concat([SPKI, Buffer.from(key, 'hex')]),
    format: 'der',
    type: 'spki',
  })
}

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes.toReversed()).toString('hex') || '0'}`)
}
