export type { AuditedRight, AuditFinding, PluginAudit } from './audit-plugin'
export type { Leftover } from './leftovers'
export { openUpkeep, type AuditWish, type Upkeep, type UpkeepParts } from './open-upkeep'
