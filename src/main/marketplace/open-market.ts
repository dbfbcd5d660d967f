// The door of the command line, which does one thing and ends. The app enters by index.ts, and loads nothing of this at its start.
export { cardMaker, search } from './catalogue/search'
export { openMarket, type ChangeWish, type Market } from './market'
export {
  fetchLimits,
  marketParts,
  marketPlaces,
  type MarketParts,
  type MarketPlaces,
} from './market-parts'
export {
  addRegistry,
  registriesOf,
  removeRegistry,
  setToken,
  tokenOf,
} from './registries/registry-list'
export { updateByPolicy, type UpdateByPolicy } from './install/update-by-policy'
export { publishPlugin, type PublishedPlugin, type PublishWish } from './publish/publish-plugin'
export {
  makePublisherKey,
  PASSPHRASE,
  publisherKey,
  publisherKeyPath,
  readPublisherKey,
} from './publish/publisher-key'
export { LOG, LOG_PATH, withLogged, type Logged } from './registries/transparency-log'
export { logPlaceOf } from './registries/log-place'
export { publishToFolder, renewIndex } from './publish/to-folder'
export { revocationsIn, revokeInFolder } from './publish/revoke-in-folder'
export { REVOCATIONS_PATH } from './catalogue/refresh-registry'
export { parseAddress, type Registry } from './registries/address'
