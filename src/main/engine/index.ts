export { RenderCache } from './cache'
export {
  cycleOffline,
  encodeOffline,
  OfflineEngines,
  profileOffline,
  RealTimeEngine,
  renderOffline,
  type OfflineRender,
  type OfflineRendered,
} from './client'
export { parseKernelGraph, type KernelSource, type KernelStage } from './compile'
export { buildEngineGraph, type EngineGraph, type EngineSources, type Sound } from './graph'
export type { ScriptEvent, ScriptFigures } from './render'
export type {
  EncodeJob,
  EngineFigures,
  PageGreeting,
  PlacedLook,
  PlayedEvent,
  Rendered,
  RenderJob,
  RenderTarget,
} from './protocol'
