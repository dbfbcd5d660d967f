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
  type KnownPublisher,
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
} from './revocations'
export {
  readSignature,
  SIGNATURE_FILE,
  signFiles,
  type Signer,
  type SigningKey,
} from './signature-file'
