export {
  ALIGNMENT,
  BLOCK_FRAMES,
  CHANNEL_BYTES,
  HEADER,
  MAX_CHANNELS,
  MINIMUM_PAGES,
  NOTES_A_QUANTUM,
  NOTES_CHANNELS,
  PAIR_BYTES,
  QUANTUM_FRAMES,
  STATE_OFFSET,
  exportNames,
} from './abi'
export type {
  ChoiceParam,
  Curve,
  Kernel,
  KernelParam,
  KernelPort,
  NumberParam,
  OutputChannels,
  Readout,
  Unit,
} from './define-kernel'
export { kernels } from './registry'
