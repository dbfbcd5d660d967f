export { Timeline } from './Timeline'
