export {
  addFeature,
  listFeatures,
  removeFeature,
  type FeatureOptions,
  type FeatureState,
} from './features'
