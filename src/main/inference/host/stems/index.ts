export { separateByShape, shapesSchema } from './separate-by-shape'
