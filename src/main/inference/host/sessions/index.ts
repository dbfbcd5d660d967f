export { openModel, type ModelFile, type OpenModel } from './open-model'
export { runtime } from './runtime'
