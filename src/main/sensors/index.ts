export { ReadingManager } from './reading-manager'
export { createSensorsService } from './sensors-service'
