export { LoosePrograms, type LooseProgramsParts } from './loose-programs'
export { faustFiles, MAX_FAUST_LETTERS } from './faust-files'
