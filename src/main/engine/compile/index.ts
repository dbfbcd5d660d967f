export {
  parseKernelGraph,
  type KernelGraph,
  type KernelSource,
  type KernelStage,
} from './kernel-graph'
