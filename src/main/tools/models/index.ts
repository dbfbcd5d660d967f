export { OwnModels, type ModelShelf } from './own-models'
export { openOwnModels } from './open-own-models'
