export { RealTimeEngine } from './real-time-engine'
export { renderOffline, type OfflineRender } from './render-offline'
