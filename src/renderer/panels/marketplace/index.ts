export { marketCommands } from './commands'
export { MarketButton } from './MarketButton'
export { MarketConsent, MarketView } from './MarketView'
export { MissingBanner } from './MissingBanner'
