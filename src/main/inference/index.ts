export { Inference, type InferenceTask } from './client'
