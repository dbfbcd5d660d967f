export { buildEngineGraph, type EngineSources, type PluginVersion } from './build-engine-graph'
export { diffGraphs, type Instruction } from './diff-graphs'
export { playheadAfter } from './playhead'
export {
  chunkBytes,
  KEPT_CHUNK,
  keptBytes,
  keptChunks,
  sumsBytes,
  type KeptSamples,
} from './kept-sound'
export type {
  EngineDsp,
  EngineGraph,
  EngineNode,
  EngineParam,
  EngineTransport,
  ParamRange,
  ScriptCode,
  ScriptPlace,
  Sound,
} from './engine-graph'
export { noteKinds, type LiveEvent, type NoteKind } from './live-event'
