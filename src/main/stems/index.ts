export { createStems } from './create-stems'
