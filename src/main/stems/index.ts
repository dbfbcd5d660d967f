export { createStems } from './create-stems'
export { servedJob, servedStems, type SeparationService } from './served-stems'
export {
  BY_SHAPE,
  SEPARATE,
  stemsSchema,
  type SeparateInput,
  type SeparationModel,
} from './separate-kind'
