export { appVersion } from './app-version'
export { createSystemService, type SystemServiceParts } from './system-service'
