export { createClips, type ClipModels, type ClipsParts } from './create-clips'
export { localModels, modelFolders } from './local-models'
