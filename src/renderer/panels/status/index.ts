export { LinkBanner } from './LinkBanner'
export { RecoveryBanner } from './RecoveryBanner'
export { StatusBar } from './StatusBar'
export { Toasts } from './Toasts'
