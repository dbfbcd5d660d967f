export { Output, type Recorded } from './output'
