export { contentsHash } from './contents-hash'
export type { NodeCheck, OpenParts, PartCheck, PartsRunner } from './conform'
export { fetchPackage, integrityOf, type FetchOptions } from './fetch-package'
export { installPlugin, type InstalledPlugin, type InstallPlaces } from './install-plugin'
export {
  certificateOf,
  certificateText,
  measureHere,
  type CertifiedFolder,
} from './kept-certificates'
export { newPlugin, templateKinds, type NewPlugin, type TemplateKind } from './new-plugin'
export { packFolder } from './pack-folder'
export { packPlugin } from './pack-plugin'
export { parseSource } from './package-source'
export { type OwnTest } from './run-tests'
export { saveFaust } from './save-faust'
export { saveNode, type SavePlaces } from './save-node'
export { scanPackage } from './scan-package'
export { testPlugin, validateFiles, type TestedPlugin } from './test-plugin'
export { tryPlugin } from './try-plugin'
export { uninstallPlugin } from './uninstall-plugin'
export { pinPlugin, rollBack } from './roll-back'
export { installedPlugins, isPinned, upgradePlugin } from './upgrade-plugin'
export { auditInstalled, type InstalledAudit } from './verify-installed'
export type { ScanFinding, ScanReport } from './worker/requests'
export { writePackage } from './write-package'
