export { appVersion } from '../kit'
export { createSystemService, type SystemServiceParts } from './system-service'
