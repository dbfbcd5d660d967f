export { planReuse, type Keeping, type ReusePlan } from './plan-reuse'
export { RenderCache, type KeptFacts, type KeptSound } from './render-cache'
