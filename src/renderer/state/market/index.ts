export { moveNodesBeside } from './beside'
export { followMarket, refreshMarket, useMarket } from './follow'
export {
  clearMarketQuery,
  fetchMarketPage,
  MARKET_PAGE,
  searchMarket,
  setMarketQuery,
  useMarketResults,
  type MarketQuery,
} from './search'
export { openPublish, publishPlugin, usePublish, type PublishWish } from './publish'
export {
  addFromMarket,
  agreeToInstall,
  cancelMarketTask,
  declineInstall,
  installAll,
  installFromMarket,
  isRunning,
  pinPlugin,
  rollBackPlugin,
  settle,
  uninstallPlugin,
  useMarketTasks,
  type MarketWish,
} from './tasks'
export {
  backFromMarket,
  closeMarket,
  openMarket,
  showInMarket,
  useMarketView,
  type MarketPlace,
} from './view'
