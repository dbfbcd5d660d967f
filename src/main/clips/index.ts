export { clipModels, type ClipModels } from './clip-models'
export { createClips, type ClipsParts } from './create-clips'
