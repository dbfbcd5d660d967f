export { createLive, type Live } from './create-live'
export { createLookers } from './looks'
