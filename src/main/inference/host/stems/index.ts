export { separateByDemucs } from './demucs/separate-by-demucs'
export { separateByShape, shapesSchema } from './separate-by-shape'
