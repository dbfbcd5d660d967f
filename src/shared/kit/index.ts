export type { CallFrame, CpuProfile, CpuProfileNode } from './cpu-profile'
export { canonicalJson } from './canonical-json'
export { Emitter } from './emitter'
export { eventStream, type StopSignal } from './event-stream'
export { fail, isFailure } from './fail'
export { failureCodes, type FailureCode } from './failure-codes'
export { listChange, withListChange, type ListChange } from './list-change'
export { newId } from './new-id'
export { err, ok, unwrap, type Failure, type Result } from './result'
export {
  clamp,
  QUANTUM,
  toDecibels,
  toFrames,
  toGain,
  type BeatsPerMinute,
  type Bytes,
  type Decibels,
  type Frames,
  type Gain,
  type Hertz,
  type Seconds,
} from './units'
export { unreachable } from './unreachable'
