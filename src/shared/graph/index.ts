export { applyPatches, applyTransaction, type Applied } from './apply-transaction'
export { automationAt, pointBefore, type Automation, type AutomationPoint } from './automation'
export { canConnect, portAt } from './connect'
export {
  editSchema,
  patchSchema,
  transactionSchema,
  type Edit,
  type EditOf,
  type ProjectPatch,
  type Transaction,
} from './edits'
export {
  idSchema,
  nodeTypeSchema,
  pluginIdSchema,
  pluginOf,
  type AssetId,
  type CableId,
  type NodeId,
  type NodeType,
  type ParamId,
  type PortId,
} from './ids'
export { manifestSchema, type Manifest, type ManifestInput } from './manifest'
export { insertOnCable, removeWithWireThrough, throughPorts } from './node-edits'
export {
  nodeSpecSchema,
  portKindSchema,
  type Dsp,
  type KernelBinding,
  type LatencySpec,
  type TransportSignal,
  type VoiceSignal,
  type KernelsDsp,
  type NodeCatalog,
  type NodeDefinition,
  type NodeSpec,
  type PortKind,
  type PortSpec,
} from './node-spec'
export { orderGraph, type GraphOrder } from './order-graph'
export {
  formatParam,
  fromKnob,
  onStep,
  paramNumber,
  paramProblem,
  toKnob,
  type ChoiceParam,
  type NumberParam,
  type ParamSpec,
  type ParamValue,
} from './params'
export { MAX_PROJECT_BYTES, parseProject } from './parse-project'
export { projectProblems, type ProjectProblem } from './project-problems'
export {
  assetSchema,
  cableSchema,
  emptyProject,
  nodeSchema,
  pointSchema,
  PROJECT_FORMAT,
  PROJECT_VERSION,
  projectSchema,
  transportSchema,
  type Asset,
  type Cable,
  type CableEnd,
  type Graph,
  type Node,
  type Point,
  type Project,
  type TransportSettings,
} from './project'
export { jsonSchema, schemaNames, type SchemaName } from './schema'
