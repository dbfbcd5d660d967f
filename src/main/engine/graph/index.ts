export { buildEngineGraph, type EngineSources, type PluginVersion } from './build-engine-graph'
export { diffGraphs, type Instruction } from './diff-graphs'
export { playheadAfter } from './playhead'
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
