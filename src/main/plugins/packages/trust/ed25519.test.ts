import { describe, expect, test } from 'vitest'
import {
  isCanonical,
  isSignedBy,
  keyProblem,
  newPrivateKey,
  publicKeyOf,
  readPrivateKey,
} from './ed25519'

const bytes = (hex: string) => Buffer.from(hex, 'hex')

/** RFC 8032, 7.1: key, message, signature. */
const vectors: readonly (readonly [
  name: string,
  key: string,
  message: string,
  signature: string,
])[] = [
  [
    'TEST 1',
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    'TEST 2',
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
  [
    'TEST 3',
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
]

const L = 2n ** 252n + 27742317777372353535851937790883648493n

function littleEndian(value: bigint): string {
  const hex = value.toString(16).padStart(64, '0')
  return (hex.match(/../g) ?? []).toReversed().join('')
}

function scalarOf(signature: string): bigint {
  const reversed = (signature.slice(64).match(/../g) ?? []).toReversed().join('')
  return BigInt(`0x${reversed}`)
}

describe('M-03 Z12 Ed25519', () => {
  test.each(vectors)(
    'RFC 8032 %s fits, and nothing near it does',
    (_name, key, text, signature) => {
      const [message, good] = [bytes(text), bytes(signature)]
      expect(isSignedBy(key, message, good)).toBe(true)
      // Every bit of the signature counts: all that Wycheproof’s “ModifiedSignature” cases turn over, and the rest.
      for (let bit = 0; bit < 512; bit += 7) {
        const other = Buffer.from(good)
        other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        expect(isSignedBy(key, message, other)).toBe(false)
      }
      expect(isSignedBy(key, Buffer.concat([message, bytes('00')]), good)).toBe(false)
    },
  )

  // As Wycheproof’s groups “SignatureMalleability”, “SignatureWithGarbage”, “TruncatedSignature” and “InvalidSignature” do.
  test.each(vectors)('RFC 8032 %s has one form only', (_name, key, text, signature) => {
    const message = bytes(text)
    const scalar = scalarOf(signature)
    for (let times = 1n; scalar + times * L < 2n ** 256n; times++) {
      const other = bytes(signature.slice(0, 64) + littleEndian(scalar + times * L))
      expect(isCanonical(other)).toBe(false)
      expect(isSignedBy(key, message, other)).toBe(false)
    }
    const good = bytes(signature)
    for (const length of [0, 1, 32, 63]) {
      expect(isSignedBy(key, message, good.subarray(0, length))).toBe(false)
    }
    expect(isSignedBy(key, message, Buffer.concat([good, bytes('2020')]))).toBe(false)
    for (const edge of [0n, 1n, L - 1n, L, L + 1n, 2n ** 255n - 19n, 2n ** 256n - 1n]) {
      for (const point of ['00'.repeat(32), '01'.padEnd(64, '0'), 'ff'.repeat(32)]) {
        expect(isSignedBy(key, message, bytes(point + littleEndian(edge)))).toBe(false)
      }
    }
  })

  test.each([
    ['0'.repeat(64), 'small-order'],
    ['01'.padEnd(64, '0'), 'small-order'],
    [littleEndian(2n ** 255n - 20n), 'small-order'],
    ['c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a', 'small-order'],
    ['c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa', 'small-order'],
    ['26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', 'small-order'],
    [littleEndian(2n ** 255n - 19n), 'not-canonical'],
    [littleEndian(2n ** 255n - 18n), 'not-canonical'],
    ['ff'.repeat(32), 'not-canonical'],
    ['ab', 'length'],
    ['AB'.repeat(32), 'length'],
  ])('the key %s is none: %s', (key, problem) => {
    expect(keyProblem(key)).toBe(problem)
    // With a key of small order this “signature” would fit many messages.
    expect(isSignedBy(key, bytes('00'), bytes('01'.padEnd(128, '0')))).toBe(false)
  })

  test('a key that is kept with a passphrase opens with it alone', () => {
    const pem = newPrivateKey('open sesame')
    const key = readPrivateKey(pem, 'open sesame')
    expect(key === undefined ? '' : publicKeyOf(key)).toMatch(/^[0-9a-f]{64}$/)
    expect(readPrivateKey(pem, 'another')).toBeUndefined()
    expect(readPrivateKey('no key')).toBeUndefined()
  })
})
