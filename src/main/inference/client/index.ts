export { Inference, type InferenceTask } from './inference'
export { runtimeState } from './runtime-state'
