export { createStems } from './create-stems'
export {
  BY_SHAPE,
  SEPARATE,
  stemsSchema,
  type SeparateInput,
  type SeparationModel,
} from './separate-kind'
