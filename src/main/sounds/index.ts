export { createSounds, type Sounds, type SoundsParts } from './create-sounds'
export { renderNodeBy } from './render-node'
export { openLibrary, type OpenLibrary } from './open-library'
