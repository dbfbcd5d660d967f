export { failingFiles, throwErrno, type Fault } from '../../kit/testing/failing-files'
export { after, chunk, endOfTrack, header, meta, midiFile, varLength } from './midi-bytes'
export {
  call,
  edit,
  put,
  savedProject,
  temporaryFolder,
  testStudio,
  title,
  transaction,
  type TestStudio,
} from './test-studio'
export { withSound } from './with-sound'
