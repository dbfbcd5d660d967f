export { cycleOffline } from './cycle-offline'
export { OfflineEngines } from './offline-engines'
export { RealTimeEngine } from './real-time-engine'
export {
  encodeOffline,
  renderOffline,
  type OfflineRender,
  type OfflineRendered,
} from './render-offline'
