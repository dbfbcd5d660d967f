export { createPlayback, type Playback, type PlaybackParts } from './create-playback'
export { projectSounds } from './project-sounds'
