export { RealTimeEngine, renderOffline, type OfflineRender } from './client'
export { parseKernelGraph } from './compile'
export { buildEngineGraph, type EngineGraph, type EngineSources, type Sound } from './graph'
export type { RenderJob } from './protocol'
