export { createDropsService } from './drops-service'
