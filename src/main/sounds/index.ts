export { createSounds, type Sounds, type SoundsParts } from './create-sounds'
export { renderNodeBy } from './render-node'
