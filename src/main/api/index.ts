export { createApi, REST_PREFIX, type Api } from './create-api'
export { failureStatus } from './failure-status'
export type { AudioListener, AudioOutlet, Services } from './services'
export { failureBody, type ReportBug } from './wire-error'
