export { clipModels, type ClipModels } from './clip-models'
export { createClips, type ClipsParts } from './create-clips'
export { EarlyClips } from './early-clips'
