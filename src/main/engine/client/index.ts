export { cycleOffline } from './cycle-offline'
export { OfflineEngines } from './offline-engines'
export { profileOffline } from './profile-offline'
export { RealTimeEngine } from './real-time-engine'
export {
  encodeOffline,
  renderOffline,
  type OfflineRender,
  type OfflineRendered,
} from './render-offline'
