export { Inference, runtimeState, type InferenceTask } from './client'
