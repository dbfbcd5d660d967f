export type { AuditedRight, AuditFinding, PluginAudit } from './audit-plugin'
export { saveDiagnostics, type DiagnosticsParts } from './diagnostics'
export type { Leftover } from './leftovers'
export { openUpkeep, type AuditWish, type Upkeep, type UpkeepParts } from './open-upkeep'
