export {
  createMarketplace,
  type CreateMarketplaceParts,
  type Marketplace,
} from './create-marketplace'
