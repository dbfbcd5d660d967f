export { ModelAnswerError } from './checked-answer'
export { fileOf, filesSchema, readJson, type Files } from './model-files'
export {
  openModel,
  openModelBytes,
  readModel,
  type ModelFile,
  type OpenModel,
  type Tensors,
} from './open-model'
export { readModelFile } from './read-model-file'
export { threadsSaid, usualThreads } from './usual-threads'
export { runtime } from './runtime'
