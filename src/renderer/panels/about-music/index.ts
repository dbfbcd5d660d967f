export { AboutMusicDialog } from './AboutMusicDialog'
