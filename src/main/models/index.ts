export { createModels, type Models } from './create-models'
export { ModelStore, type ReadyModel } from './model-store'
