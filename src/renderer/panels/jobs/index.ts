export { Jobs } from './Jobs'
