export { faustFiles, MAX_FAUST_LETTERS } from './faust-files'
