export type { ModelRuns, OpenParts } from './conform'
export {
  fetchPackage,
  fromTarball,
  integrityOf,
  type FetchedPackage,
  type FetchOptions,
} from './fetch-package'
export {
  installPlugin,
  placePackage,
  type InstalledPlugin,
  type InstallPlaces,
  type Origin,
} from './install-plugin'
export {
  homeOf,
  readRecord,
  recordSchema,
  restoreVersion,
  versionRecord,
  type InstallRecord,
} from './installed'
export { badgeOf, cardOf, KEYWORD, packageCardSchema, type PackageCard } from './package-card'
export { packageLimits, type PackageFile } from './package-limits'
export { pluginGlances, pluginIds, type PluginGlance } from './plugin-ids'
export { parseManifest } from '../read-plugin'
export { readTarball } from './read-tarball'
export { signPackage } from './sign-package'
export { writeFiles } from './write-files'
export { writeTarball } from './write-tarball'
export {
  asRefusal,
  examine,
  fingerprintOf,
  isSignedBy,
  keepRevocations,
  keptRevocations,
  looksLike,
  newPrivateKey,
  notePublisher,
  noteRegistry,
  ownKeys,
  parseRevocations,
  publicKeyOf,
  publisherOf,
  readPrivateKey,
  readSignature,
  readTrust,
  revokedBy,
  revokersOf,
  signedBy,
  SIGNATURE_FILE,
  signRevocations,
  signWith,
  trustOf,
  installedManifest,
  type Examined,
  type KnownTrust,
  type RevocationEntry,
  type Revocations,
  type Signer,
  type SigningKey,
} from './trust'
export { contentsHash } from './contents-hash'
export {
  certificateOf,
  certificateText,
  measureHere,
  type CertifiedFolder,
} from './kept-certificates'
export { newPlugin, templateKinds, type NewPlugin, type TemplateKind } from './new-plugin'
export { aliasId } from './record-beside'
export { filesOfFolder } from './files-of-folder'
export { packFolder } from './pack-folder'
export { packPlugin, withCertificate } from './pack-plugin'
export { parseSource } from './package-source'
export { type OwnTest } from './run-tests'
export { saveFaust } from './save-faust'
export { saveNode, type SavePlaces } from './save-node'
export { scanPackage } from './scan-package'
export { testPlugin, validateFiles, type TestedPlugin } from './test-plugin'
export { tryPlugin } from './try-plugin'
export { stagedLeftovers } from './staging'
export { leftVersions } from './left-versions'
export { lintPlugin } from './lint-plugin'
export { uninstallPlugin } from './uninstall-plugin'
export { pinPlugin, rollBack } from './roll-back'
export { installedPlugins, isPinned, upgradePlugin } from './upgrade-plugin'
export { auditInstalled, changedFiles, type InstalledAudit } from './verify-installed'
export type { LintFinding, ScanFinding, ScanReport } from './worker/requests'
export { openWorkshop, type Workshop } from './workshop'
export { writePackage } from './write-package'
export {
  graphOfScript,
  newScript,
  readScript,
  scriptOfGraph,
  writeScript,
  type ScriptPlaces,
} from './script-sources'
