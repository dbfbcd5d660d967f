import { startElectron } from './shell/electron'

startElectron()
