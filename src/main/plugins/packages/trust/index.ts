export {
  fingerprintOf,
  keyProblem,
  newPrivateKey,
  publicKeyOf,
  readPrivateKey,
  isSignedBy,
  signWith,
  type PublicKey,
} from './ed25519'
export {
  asRefusal,
  examine,
  installedManifest,
  trustOf,
  type Examined,
  type TrustQuestion,
} from './examine'
export {
  notePublisher,
  noteRegistry,
  publisherOf,
  readTrust,
  revokersOf,
  signedBy,
  type KnownPublisher,
  type KnownTrust,
} from './known-publishers'
export { looksLike } from './look-alike'
export { ownKeys } from './own-keys'
export {
  keepRevocations,
  keptRevocations,
  parseRevocations,
  revokedBy,
  signRevocations,
  type RevocationEntry,
  type Revocations,
} from './revocations'
export {
  readSignature,
  SIGNATURE_FILE,
  signFiles,
  type Signer,
  type SigningKey,
} from './signature-file'
