export { certify, type OpenParts } from './certify'
export type { ModelRuns } from './check-models'
export type { NodeCheck } from './check-node'
export type { PartCheck, PartsRunner } from './check-parts'
