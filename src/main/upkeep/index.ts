export type { AuditedRight, AuditFinding, PluginAudit } from './audit-plugin'
export { saveDiagnostics, type DiagnosticsParts } from './diagnostics'
export {
  addFeature,
  listFeatures,
  removeFeature,
  type FeatureOptions,
  type FeatureState,
} from './features'
export type { Leftover } from './leftovers'
export { repairPlugin, type RepairParts } from './repair'
export { openUpkeep, type AuditWish, type Upkeep, type UpkeepParts } from './open-upkeep'
