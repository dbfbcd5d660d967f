export {
  ALLOCATOR,
  parseKernelGraph,
  VOICE,
  type KernelGraph,
  type KernelSource,
  type KernelStage,
  type VoiceGraph,
} from './kernel-graph'
export { leastBytesOf } from './least-bytes'
