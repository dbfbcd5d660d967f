export { certify, type Certificate } from './certify'
export type { NodeCheck } from './check-node'
