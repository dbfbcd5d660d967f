export { createGeneration } from './create-generation'
