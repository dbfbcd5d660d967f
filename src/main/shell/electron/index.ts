export { startElectron } from './start-electron'
