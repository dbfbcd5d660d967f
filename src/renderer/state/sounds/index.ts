export {
  addSoundFolder,
  addToPlaylist,
  bringClip,
  bringTrack,
  findDuplicates,
  findSimilar,
  likeNode,
  lookThrough,
  playSimilar,
  removePlaylist,
  removeSoundFolder,
  renamePlaylist,
  showLibrary,
  takeFromPlaylist,
} from './actions'
export { dropOnSounds } from './drop'
export {
  filterSounds,
  needRow,
  openSounds,
  refreshSounds,
  searchSounds,
  showAllSounds,
  showPlaylist,
  sortSounds,
} from './load'
export { revealJob, soundsOfJob } from './reveal'
export { askWhereFolder, askWhereSound, moveSoundFolder, relinkSound, useLostSound } from './relink'
export { previewTrack, stopPreview, togglePreview, usePreview } from './preview'
export { markedTrack, markTrack, useSounds, type ShownTrack, type SoundsView } from './store'
