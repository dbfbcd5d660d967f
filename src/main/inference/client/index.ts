export { Inference, type InferenceTask } from './inference'
