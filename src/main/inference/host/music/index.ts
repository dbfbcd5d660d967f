export { generateMusic } from './generate-music'
