export { applyPatches, applyTransaction, type Applied } from './apply-transaction'
export {
  alongCourse,
  automationAt,
  courseFrom,
  pointBefore,
  type Automation,
  type AutomationPoint,
  type Course,
  type Curve,
  type CurvePoint,
} from './automation'
export {
  barPosition,
  barStart,
  beatOf,
  nextBarLine,
  signatureAt,
  TICKS,
  type BarPosition,
} from './bars'
export { copyText, pasteText, type Paste, type PasteOptions } from './clipping'
export { AUDIO_TRACK, clipHostProblem, notesOutput } from './clip-host'
export {
  clipCable,
  clipInto,
  isClipCable,
  jobNodes,
  playedSound,
  upstreamOf,
  withClips,
} from './clip-flow'
export { unmadeJobs } from './unmade-jobs'
export { OWN_WORK, type JobDsp } from './job-dsp'
export type { NodeResult, Span } from './node-result'
export {
  clipSchema,
  MAX_CLIP_NOTES,
  noteSchema,
  type AudioClip,
  type AutomationClip,
  type Clip,
  type ClipPatch,
  type ClipPoint,
  type ExpressionPoint,
  type Fade,
  type Note,
  type NoteClip,
} from './clips'
export { canConnect, isModulation, modulatedParam, portAt } from './connect'
export {
  editSchema,
  patchSchema,
  transactionSchema,
  type Edit,
  type EditOf,
  type NodePatch,
  type ProjectPatch,
  type Transaction,
} from './edits'
export {
  childrenOf,
  makeGroup,
  toggleKnob,
  togglePort,
  unpackGroups,
  withInside,
} from './group-rules'
export { replaceNodeEdit } from './replace-rule'
export { saveGroup, type SavedNode } from './save-group'
export { unpackNode } from './unpack-node'
export {
  groupView,
  isGroupBox,
  isRail,
  NEW_PORT,
  RAILS,
  realEnd,
  realParam,
  type GroupView,
} from './group-view'
export { removeItems, removeThrough } from './remove-rule'
export { groupOf, groupsAround, insideOf, liesIn, type Inside } from './group-tree'
export {
  colorNames,
  MAX_GROUP_DEPTH,
  type ColorName,
  type Comment,
  type Group,
  type GroupKnob,
  type GroupPatch,
  type GroupPort,
} from './groups'
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
export {
  isNonCommercial,
  pluginKindSchema,
  providerKindSchema,
  type JsonSchema,
  type ModelSpec,
  type PluginKind,
  type ProviderKind,
  type ProviderSpec,
  type Requires,
  type SensorSpec,
  type ToolSpec,
  type ViewSpec,
  type WorkflowSpec,
} from './contributions'
export {
  CERTIFICATE_FILE,
  certificateDrift,
  certificateFacts,
  certificateSchema,
  readCertificate,
  type Certificate,
  type CertificateFacts,
  type CertifiedNode,
  type Drift,
  type NodeCost,
} from './certificate'
export { certificateBadge } from './certificate-badge'
export {
  draftOf,
  idFrom,
  pluginAboutSchema,
  specOf,
  type DraftParam,
  type DraftPort,
  type PluginAbout,
  type PluginDraft,
} from './plugin-draft'
export { groupToMake, type GroupToMake } from './group-to-make'
export { iconNames, iconNameSchema, type IconName, type PluginIcon } from './plugin-icon'
export { kindOf, manifestSchema, type Manifest, type ManifestInput } from './manifest'
export { disconnectShown } from './disconnect-shown'
export { expandNodes, outerOf } from './expand-nodes'
export { replaceByNode, type Replacement } from './replace-by-node'
export { groupExits, shownBy } from './group-exits'
export type { GraphDsp } from './graph-dsp'
export { heardCables, throughGroup } from './heard-cables'
export { flattenAutomation } from './flatten-automation'
export { flattenNotes, MAX_FLAT_NOTES, type FlatExpression, type FlatNote } from './flatten-notes'
export { clicksBetween, clickSound, countInBefore, type Click, type CountIn } from './metronome'
export {
  canModulate,
  FIRST_DEPTH,
  modulationEdits,
  modulationsOf,
  modulationSources,
  type ModulationIds,
} from './modulate'
export { modulated } from './modulation'
export {
  cableKind,
  insertOnCable,
  joinCable,
  removeWithWireThrough,
  throughOnCable,
  throughPorts,
} from './node-edits'
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
  type TextParam,
} from './params'
export { morphed } from './morph'
export {
  differsFromPreset,
  MAX_PRESET_LETTERS,
  parsePreset,
  PRESET_FORMAT,
  PRESET_VERSION,
  presetEdits,
  presetFileSchema,
  presetNameSchema,
  presetOf,
  presetParamsSchema,
  presetValues,
  valueEdits,
  type PresetFile,
} from './preset'
export { differsFromSnapshot, morphEdits, recallEdits, snapshotValues } from './snapshots'
export { MAX_NODES, MAX_PROJECT_BYTES, parseProject } from './parse-project'
export type { MidiMapping, ParamSnapshot, Performer, PerformerControl } from './performer'
export { isPlainJson } from './plain-json'
export { pointSchema, type Point } from './point'
export { projectProblems, type ProjectProblem } from './project-problems'
export {
  assetSchema,
  cableSchema,
  emptyProject,
  firstGroups,
  nodeSchema,
  PROJECT_FORMAT,
  PROJECT_VERSION,
  projectSchema,
  type Asset,
  type Cable,
  type CableEnd,
  type Graph,
  type Node,
  type Project,
  type Wiring,
} from './project'
export { fitsSchema } from './fits-schema'
export { READING_PARAM, sensorNodes, sensorsIn, withReadings } from './sensor-node'
export {
  MUSIC,
  permissionInWords,
  rightSchema,
  rightWords,
  type Permission,
  type Right,
} from './rights'
export { scanJson } from './scan-json'
export { noPolicy, policySchema, type Policy } from './policy'
export { jsonSchema, schemaNames, type SchemaName } from './schema'
export { beatsAt, bpmAt, secondsAt, tempoMapOf, type TempoMap } from './tempo-map'
export type { Beats } from './time-base'
export {
  transportSchema,
  type Marker,
  type Metronome,
  type SignatureChange,
  type TempoPoint,
  type TransportSettings,
} from './transport-settings'
export { clipsToText, isClipsText, pasteClips, type PastedClips } from './clip-clipboard'
export { beatAfter, clipValueAt, secondsBetween, soundLength, soundReach } from './clip-content'
export {
  duplicateClips,
  moveClips,
  SHORTEST_CLIP,
  splitClips,
  stretchClip,
  trimClips,
} from './clip-edits-arrange'
export {
  duplicateNotes,
  legatoNotes,
  moveNotes,
  quantiseNotes,
  removeNotes,
  resizeNotes,
  setVelocities,
} from './clip-edits-notes'
export { addPoint, bendCurve, movePoints, removePoints, thinned, writePoints } from './lane-edits'
export { recordedNotesEdits, type RecordedNote } from './recorded-notes'
export { gridFor, gridStep, snapBeat, type Grid } from './snap'
export { NOTE_TRACK, playedClip, takesClip, tracksOf, type Track } from './tracks'
export {
  addMarker,
  moveSignature,
  moveTempo,
  removeMarker,
  setMarker,
  setSignatureAt,
  setTempoAt,
} from './transport-edits'
