export { LinkBanner } from './LinkBanner'
export { StatusBar } from './StatusBar'
export { Toasts } from './Toasts'
