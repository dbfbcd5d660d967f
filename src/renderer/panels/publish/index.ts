export { PublishDialog } from './PublishDialog'
