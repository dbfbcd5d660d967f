export { checkModel, type ModelSpec, type TensorSpec } from './check-model'
